import { randomUUID } from "node:crypto";
import type { AccessRequest, Prisma, User } from "@/generated/prisma/client";
import { everyEvent, type WebhookEvent } from "@/lib/values/webhooks";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { heldUntil } from "../kernel/held-until";
import { type AuditAction, auditedAs } from "./actions";

interface AuditedAction {
  action: AuditAction;
  actor: { type: "anonymous" | "user" | "admin" | "system"; id: string | null; email: string | null };
  target: { type: string; id: string } | null;
  subjectId: string | null;
  details: Prisma.InputJsonObject;
}

export const payloadVersion = 1;

/** Queues deliveries in the action's transaction. An undoable decision waits like its email. An undo cancels both. */
export async function tellWebhooks(ctx: CoreContext, tx: Transaction, act: AuditedAction): Promise<void> {
  if (act.action === "access_request.erased" && act.target) await forgetRequest(tx, act.target.id);
  if (act.action === "user.deleted" && act.target) await forgetUser(tx, act.target.id);
  const mapped = auditedAs(act.action).webhook;
  // Skips requests and registrations with an account's address, which aren't new.
  if (mapped === undefined || act.details.to === "account" || act.details.again === true) return;
  const webhooks = await tx.webhook.findMany({ where: { isEnabled: true }, select: { id: true, events: true } });
  if (webhooks.length === 0) return;
  const about = await eventOf(ctx, tx, act, mapped);
  if (!about) return;
  const { event, accessRequestId, notBefore, data } = about;
  const unaware = event === "access_request.reverted" ? await cancelHeld(ctx, tx, accessRequestId) : new Set<string>();
  const timestamp = ctx.clock.now().toISOString();
  const eventId = randomUUID();
  const payload = { type: event, version: payloadVersion, timestamp, data: { ...data, actor: { ...act.actor } } };
  for (const { id, events } of webhooks) {
    const wants = events.includes(event) || events.includes(everyEvent);
    if (!wants || unaware.has(id)) continue;
    await enqueueDelivery(ctx, tx, { webhookId: id, eventId, event, payload, accessRequestId, notBefore });
  }
}

interface About {
  event: WebhookEvent;
  data: Prisma.InputJsonObject;
  accessRequestId: string | null;
  notBefore: Date;
}

async function eventOf(
  ctx: CoreContext,
  tx: Transaction,
  act: AuditedAction,
  event: WebhookEvent,
): Promise<About | null> {
  const now = ctx.clock.now();
  if (event.startsWith("access_request.")) {
    const request = act.target && (await tx.accessRequest.findUnique({ where: { id: act.target.id } }));
    if (!request) return null;
    const isAgain = event === "access_request.created" && act.details.resubmitted === true;
    const isDecision = event === "access_request.approved" || event === "access_request.rejected";
    return {
      event: isAgain ? "access_request.resubmitted" : event,
      data: { accessRequest: accessRequestData(ctx, request) },
      accessRequestId: request.id,
      notBefore: (isDecision && heldUntil(request, now)) || now,
    };
  }
  const userId = act.target?.type === "user" ? act.target.id : (act.subjectId ?? act.actor.id);
  if (userId === null) return null;
  const user = await tx.user.findUnique({ where: { id: userId } });
  return { event, data: { user: userData(ctx, userId, user) }, accessRequestId: null, notBefore: now };
}

/** Returns webhooks that never got the decision. */
async function cancelHeld(ctx: CoreContext, tx: Transaction, accessRequestId: string | null): Promise<Set<string>> {
  const held = {
    accessRequestId,
    event: { in: ["access_request.approved", "access_request.rejected"] },
    state: "QUEUED" as const,
    attempts: 0,
    nextTryAt: { gt: ctx.clock.now() },
  };
  const found = await tx.webhookDelivery.findMany({ where: held, select: { id: true, webhookId: true } });
  const unaware = new Set<string>();
  for (const { id, webhookId } of found) {
    const { count } = await tx.webhookDelivery.deleteMany({ where: { ...held, id } });
    if (count > 0) unaware.add(webhookId);
  }
  return unaware;
}

/** They contain personal data. */
async function forgetRequest(tx: Transaction, accessRequestId: string): Promise<void> {
  await tx.webhookDelivery.deleteMany({ where: { accessRequestId } });
}

/** Also deletes delivered ones about its actions. */
async function forgetUser(tx: Transaction, userId: string): Promise<void> {
  const isAbout = { payload: { path: ["data", "user", "id"], equals: userId } };
  const isDelivered = { state: { not: "QUEUED" as const }, payload: { path: ["data", "actor", "id"], equals: userId } };
  await tx.webhookDelivery.deleteMany({ where: { OR: [isAbout, isDelivered] } });
}

/** Lists fields, so that new ones don't leak. */
function accessRequestData({ config }: CoreContext, request: AccessRequest) {
  return {
    id: request.id,
    email: request.email,
    name: request.name,
    organization: request.organization,
    buyerMode: request.buyerMode,
    status: request.status.toLowerCase(),
    emailConfirmed: request.emailConfirmedAt !== null,
    submittedAt: request.submittedAt.toISOString(),
    url: `${config.appUrl}/admin/requests?tab=all&request=${request.id}`,
  };
}

/** A deleted account has only its id. */
function userData({ config }: CoreContext, id: string, user: User | null) {
  return {
    id,
    email: user?.email ?? null,
    name: user?.name ?? null,
    tenantId: user?.tenantId ?? null,
    isAdmin: user?.isAdmin ?? false,
    isReviewer: user?.isReviewer ?? false,
    url: user ? `${config.appUrl}/admin/users/${id}` : null,
  };
}

interface NewDelivery {
  webhookId: string;
  eventId: string;
  event: string;
  payload: Prisma.InputJsonObject;
  accessRequestId: string | null;
  notBefore: Date;
}

export async function enqueueDelivery(ctx: CoreContext, tx: Transaction, delivery: NewDelivery): Promise<string> {
  const { notBefore, ...row } = delivery;
  const { id } = await tx.webhookDelivery.create({
    data: { ...row, createdAt: ctx.clock.now(), nextTryAt: notBefore },
    select: { id: true },
  });
  await enqueueTry(ctx, tx, id, notBefore);
  return id;
}

/** Replaces a queued earlier attempt. */
export function enqueueTry(ctx: CoreContext, tx: Transaction, deliveryId: string, runAt: Date): Promise<void> {
  const request = { ip: "", userAgent: "", requestId: ctx.request.requestId, locale: "en" };
  return ctx.jobs.enqueue(
    tx,
    { name: "deliver-webhook", deliveryId, request },
    { runAt, key: `webhook:${deliveryId}` },
  );
}
