import type { Webhook, WebhookDelivery } from "@/generated/prisma/client";
import { testEvent } from "@/lib/values/webhooks";
import { enqueueTry } from "../audit/webhook-events";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import type { WebhookAnswer } from "../kernel/ports";
import { countFailure } from "./count-failure";
import { signingSecrets } from "./webhook-secret";

/** Seconds from each failed try to the next: 5 s, 1 min, 5 min, 30 min, 2 h, 6 h, 24 h. Then it is given up. */
export const backOffSeconds = [5, 60, 5 * 60, 30 * 60, 2 * 60 * 60, 6 * 60 * 60, 24 * 60 * 60] as const;
/** Longer than any try takes: whoever holds one longer is gone, and it is tried again. */
const leaseSeconds = 60;
const goneStatus = 410;

/**
 * Tries to deliver once. It is taken by one conditional write, so that of several workers with the same job one sends.
 * The receiver's refusal is no fault: it is noted, and the next try is a job of its own.
 */
export async function deliverWebhook(ctx: CoreContext, deliveryId: string): Promise<void> {
  const now = ctx.clock.now();
  const [delivery] = await ctx.db.webhookDelivery.updateManyAndReturn({
    where: { id: deliveryId, state: "QUEUED", nextTryAt: { lte: now } },
    data: { attempts: { increment: 1 }, nextTryAt: secondsAfter(now, leaseSeconds) },
  });
  if (!delivery) return waitForTurn(ctx, deliveryId);
  const webhook = await ctx.db.webhook.findUniqueOrThrow({ where: { id: delivery.webhookId } });
  if (!webhook.isEnabled && delivery.event !== testEvent) return giveUpQuietly(ctx, delivery);
  const answer = await send(ctx, webhook, delivery);
  const isDelivered = answer.status !== null && answer.status >= 200 && answer.status < 300;
  return isDelivered ? settle(ctx, delivery, answer) : refused(ctx, webhook, delivery, answer);
}

/** Not due, or another worker has it: it comes back when that is over. */
async function waitForTurn(ctx: CoreContext, deliveryId: string): Promise<void> {
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

function noted({ status, error, response, took }: WebhookAnswer) {
  return { lastStatus: status, lastError: error, lastResponse: response, lastTook: took };
}

async function settle(ctx: CoreContext, delivery: WebhookDelivery, answer: WebhookAnswer): Promise<void> {
  await ctx.db.webhookDelivery.updateMany({
    where: { id: delivery.id },
    data: { ...noted(answer), state: "DELIVERED", deliveredAt: ctx.clock.now(), nextTryAt: null },
  });
  await ctx.db.webhook.updateMany({
    where: { id: delivery.webhookId, failures: { gt: 0 } },
    data: { failures: 0 },
  });
}

async function refused(
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
      const { count } = await tx.webhookDelivery.updateMany({ where: own, data: { ...noted(answer), nextTryAt } });
      if (count > 0) await enqueueTry(ctx, tx, delivery.id, nextTryAt);
      return;
    }
    const data = { ...noted(answer), state: "FAILED", nextTryAt: null } as const;
    const { count } = await tx.webhookDelivery.updateMany({ where: own, data });
    if (count > 0 && !isTest) await countFailure(ctx, tx, webhook, answer, isGone);
  });
}

/** Its webhook was turned off meanwhile: nobody is to blame, and it can be sent again later. */
async function giveUpQuietly(ctx: CoreContext, delivery: WebhookDelivery): Promise<void> {
  await ctx.db.webhookDelivery.updateMany({
    where: { id: delivery.id, state: "QUEUED" },
    data: { state: "FAILED", lastError: "The webhook is turned off", nextTryAt: null },
  });
}
