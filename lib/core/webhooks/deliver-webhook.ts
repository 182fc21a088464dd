import type { Webhook, WebhookDelivery } from "@/generated/prisma/client";
import { testEvent } from "@/lib/values/webhooks";
import { recordAuditEvent } from "../audit/record-audit-event";
import { enqueueTry } from "../audit/webhook-events";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import type { WebhookAnswer } from "../kernel/ports";
import { signingSecrets } from "./webhook-secret";
import { auditedUrl } from "./webhooks";

export const backOffSeconds = [5, 60, 5 * 60, 30 * 60, 2 * 60 * 60, 6 * 60 * 60, 24 * 60 * 60] as const;
/** Exceeds any attempt. Afterwards its process is presumed dead. */
const leaseSeconds = 60;
const goneStatus = 410;
/** Consecutive failures that disable a webhook. */
export const failuresMax = 5;

/** Uses a conditional write, so that one worker sends it. Retries are new jobs. */
export async function deliverWebhook(ctx: CoreContext, deliveryId: string): Promise<void> {
  const now = ctx.clock.now();
  const [delivery] = await ctx.db.webhookDelivery.updateManyAndReturn({
    where: { id: deliveryId, state: "QUEUED", nextTryAt: { lte: now } },
    data: { attempts: { increment: 1 }, nextTryAt: secondsAfter(now, leaseSeconds) },
  });
  if (!delivery) return requeue(ctx, deliveryId);
  const webhook = await ctx.db.webhook.findUniqueOrThrow({ where: { id: delivery.webhookId } });
  if (!webhook.isEnabled && delivery.event !== testEvent) return failQuietly(ctx, delivery);
  const answer = await send(ctx, webhook, delivery);
  const isDelivered = answer.status !== null && answer.status >= 200 && answer.status < 300;
  return isDelivered ? recordSuccess(ctx, delivery, answer) : recordFailure(ctx, webhook, delivery, answer);
}

/** Not due, or taken by another worker. */
async function requeue(ctx: CoreContext, deliveryId: string): Promise<void> {
  const waiting = await ctx.db.webhookDelivery.findUnique({ where: { id: deliveryId } });
  if (waiting?.state !== "QUEUED" || waiting.nextTryAt === null) return;
  await enqueueTry(ctx, ctx.db, deliveryId, waiting.nextTryAt);
}

async function send(ctx: CoreContext, webhook: Webhook, delivery: WebhookDelivery): Promise<WebhookAnswer> {
  return ctx.webhookSender.send({
    url: webhook.url,
    secrets: signingSecrets(ctx, webhook.id, webhook.sealedSecret),
    id: delivery.eventId,
    at: ctx.clock.now(),
    body: JSON.stringify(delivery.payload),
  });
}

function outcomeOf({ status, error, response, took }: WebhookAnswer) {
  return { lastStatus: status, lastError: error, lastResponse: response, lastTook: took };
}

async function recordSuccess(ctx: CoreContext, delivery: WebhookDelivery, answer: WebhookAnswer): Promise<void> {
  await ctx.db.webhookDelivery.updateMany({
    where: { id: delivery.id },
    data: { ...outcomeOf(answer), state: "DELIVERED", deliveredAt: ctx.clock.now(), nextTryAt: null },
  });
  await ctx.db.webhook.updateMany({
    where: { id: delivery.webhookId, failures: { gt: 0 } },
    data: { failures: 0 },
  });
}

async function recordFailure(
  ctx: CoreContext,
  webhook: Webhook,
  delivery: WebhookDelivery,
  answer: WebhookAnswer,
): Promise<void> {
  const isTest = delivery.event === testEvent;
  const isGone = answer.status === goneStatus;
  const wait = isTest || isGone ? undefined : backOffSeconds[delivery.attempts - 1];
  const own = { id: delivery.id, state: "QUEUED", attempts: delivery.attempts } as const;
  await ctx.db.$transaction(async (tx) => {
    if (wait !== undefined) {
      const nextTryAt = secondsAfter(ctx.clock.now(), wait);
      const { count } = await tx.webhookDelivery.updateMany({ where: own, data: { ...outcomeOf(answer), nextTryAt } });
      if (count > 0) await enqueueTry(ctx, tx, delivery.id, nextTryAt);
      return;
    }
    const data = { ...outcomeOf(answer), state: "FAILED", nextTryAt: null } as const;
    const { count } = await tx.webhookDelivery.updateMany({ where: own, data });
    if (count > 0 && !isTest) await countFailure(ctx, tx, webhook, answer, isGone);
  });
}

/** Emails admins on the first consecutive failure and on disabling. */
async function countFailure(
  ctx: CoreContext,
  tx: Transaction,
  webhook: Webhook,
  answer: WebhookAnswer,
  isGone: boolean,
): Promise<void> {
  const { failures } = await tx.webhook.update({
    where: { id: webhook.id },
    data: { failures: { increment: 1 } },
    select: { failures: true },
  });
  const isOver = isGone || failures >= failuresMax;
  const { count } = isOver
    ? await tx.webhook.updateMany({ where: { id: webhook.id, isEnabled: true }, data: { isEnabled: false } })
    : { count: 0 };
  const isTurnedOff = count > 0;
  if (isTurnedOff) {
    await recordAuditEvent(ctx, tx, {
      action: "webhook.turned_off",
      actor: "system",
      target: { type: "webhook", id: webhook.id },
      details: { url: auditedUrl(webhook.url), failures },
    });
  }
  if (isTurnedOff || failures === 1) await mailAdmins(ctx, tx, webhook, answer, isTurnedOff);
}

async function mailAdmins(
  ctx: CoreContext,
  tx: Transaction,
  { id, url }: Webhook,
  { status, error }: WebhookAnswer,
  isTurnedOff: boolean,
): Promise<void> {
  const admins = await tx.user.findMany({ where: { isAdmin: true, deactivatedAt: null } });
  const reason = error ?? `HTTP ${status}`;
  const webhookUrl = `${ctx.config.appUrl}/admin/webhooks/${id}`;
  for (const { email: to, name, locale } of admins) {
    const props = { name, url, reason, isTurnedOff, webhookUrl };
    await ctx.mailer.enqueue(tx, { template: "webhook-failing", to, locale, props });
  }
}

/** Counts as no failure. Can be resent. */
async function failQuietly(ctx: CoreContext, delivery: WebhookDelivery): Promise<void> {
  await ctx.db.webhookDelivery.updateMany({
    where: { id: delivery.id, state: "QUEUED" },
    data: { state: "FAILED", lastError: "The webhook is turned off", nextTryAt: null },
  });
}
