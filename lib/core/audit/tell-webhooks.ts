import { randomUUID } from "node:crypto";
import type { Prisma } from "@/generated/prisma/client";
import { everyEvent, type WebhookEvent } from "@/lib/values/webhooks";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { heldUntil } from "../kernel/held-until";
import { type AuditAction, auditedAs } from "./actions";
import { enqueueDelivery } from "./enqueue-delivery";
import { accessRequestData, userData } from "./event-data";

/** An act as the audit log has it. */
export interface ToldAct {
  action: AuditAction;
  actor: { type: "anonymous" | "user" | "admin" | "system"; id: string | null; email: string | null };
  target: { type: string; id: string } | null;
  subjectId: string | null;
  details: Prisma.InputJsonObject;
}

export const payloadVersion = 1;

/**
 * Writes one delivery for every webhook that wants to know, in the transaction of the act: nothing is told that did
 * not happen. A decision that can still be undone is held back as its mail is; one that is undone in that time was
 * never told, and its undoing is not told either.
 */
export async function tellWebhooks(ctx: CoreContext, tx: Transaction, act: ToldAct): Promise<void> {
  if (act.action === "access_request.erased" && act.target) await forgetRequest(tx, act.target.id);
  if (act.action === "user.deleted" && act.target) await forgetUser(tx, act.target.id);
  const mapped = auditedAs(act.action).webhook;
  // Whoever asks for access or registers with an address that has an account is not somebody new.
  if (mapped === undefined || act.details.to === "account" || act.details.again === true) return;
  const webhooks = await tx.webhook.findMany({ where: { isEnabled: true }, select: { id: true, events: true } });
  if (webhooks.length === 0) return;
  const about = await whatItSays(ctx, tx, act, mapped);
  if (!about) return;
  const { event, accessRequestId, notBefore, data } = about;
  const spared = event === "access_request.reverted" ? await takeBackHeld(ctx, tx, accessRequestId) : new Set<string>();
  const timestamp = ctx.clock.now().toISOString();
  const eventId = randomUUID();
  const payload = { type: event, version: payloadVersion, timestamp, data: { ...data, actor: { ...act.actor } } };
  for (const { id, events } of webhooks) {
    const wants = events.includes(event) || events.includes(everyEvent);
    if (!wants || spared.has(id)) continue;
    await enqueueDelivery(ctx, tx, { webhookId: id, eventId, event, payload, accessRequestId, notBefore });
  }
}

interface About {
  event: WebhookEvent;
  data: Prisma.InputJsonObject;
  accessRequestId: string | null;
  notBefore: Date;
}

async function whatItSays(ctx: CoreContext, tx: Transaction, act: ToldAct, event: WebhookEvent): Promise<About | null> {
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

/** The webhooks that have not heard of the decision yet, and now never do. */
async function takeBackHeld(ctx: CoreContext, tx: Transaction, accessRequestId: string | null): Promise<Set<string>> {
  const held = {
    accessRequestId,
    event: { in: ["access_request.approved", "access_request.rejected"] },
    state: "QUEUED" as const,
    attempts: 0,
    nextTryAt: { gt: ctx.clock.now() },
  };
  const found = await tx.webhookDelivery.findMany({ where: held, select: { id: true, webhookId: true } });
  const spared = new Set<string>();
  for (const { id, webhookId } of found) {
    const { count } = await tx.webhookDelivery.deleteMany({ where: { ...held, id } });
    if (count > 0) spared.add(webhookId);
  }
  return spared;
}

/** What was told of a request names its applicant: it goes with the request. */
async function forgetRequest(tx: Transaction, accessRequestId: string): Promise<void> {
  await tx.webhookDelivery.deleteMany({ where: { accessRequestId } });
}

/** What was told of an account names its owner; so does what they did to others, once it was told. */
async function forgetUser(tx: Transaction, userId: string): Promise<void> {
  const isAbout = { payload: { path: ["data", "user", "id"], equals: userId } };
  const isTold = { state: { not: "QUEUED" as const }, payload: { path: ["data", "actor", "id"], equals: userId } };
  await tx.webhookDelivery.deleteMany({ where: { OR: [isAbout, isTold] } });
}
