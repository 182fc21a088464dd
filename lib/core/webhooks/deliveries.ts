import { randomUUID } from "node:crypto";
import type { Prisma } from "@/generated/prisma/client";
import { readMoment } from "@/lib/values/moments";
import { isId } from "@/lib/values/tokens";
import { type ListDeliveriesInput, testEvent } from "@/lib/values/webhooks";
import type { AdminActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { enqueueDelivery, enqueueTry } from "./enqueue-delivery";
import { payloadVersion } from "./tell-webhooks";
import { type DeliveryView, toDeliveryView } from "./webhook-view";

/** Deliveries sent again by one press at most. */
const replayMax = 500;

export interface DeliveryPage {
  items: DeliveryView[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

const statesOf = { queued: "QUEUED", delivered: "DELIVERED", failed: "FAILED" } as const;

/** What one webhook was told, newest first, and what its receiver made of it. */
export async function listDeliveries(
  ctx: CoreContext,
  _admin: AdminActor,
  { id, state, cursor, limit }: ListDeliveriesInput & { id: string },
): Promise<Result<DeliveryPage, "not_found">> {
  if (!isId(id) || (await ctx.db.webhook.count({ where: { id } })) === 0) return err("not_found");
  const rows = await ctx.db.webhookDelivery.findMany({
    where: { AND: [{ webhookId: id }, state ? { state: statesOf[state] } : {}, after(cursor)] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = rows.length > limit && last ? `${last.createdAt.toISOString()}_${last.id}` : null;
  return ok({ items: page.map(toDeliveryView), nextCursor });
}

/** Keyset pagination; a cursor that is not one of ours starts from the beginning. */
function after(cursor: string | undefined): Prisma.WebhookDeliveryWhereInput {
  const [at = "", id = ""] = cursor?.split("_") ?? [];
  const createdAt = readMoment(at);
  if (!createdAt || !isId(id)) return {};
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

export async function getDelivery(
  ctx: CoreContext,
  _admin: AdminActor,
  { id }: { id: string },
): Promise<Result<DeliveryView, "not_found">> {
  const row = isId(id) ? await ctx.db.webhookDelivery.findUnique({ where: { id } }) : null;
  return row ? ok(toDeliveryView(row)) : err("not_found");
}

/** Sends a finished delivery again, with the id it had: a receiver that has it already can tell. */
export async function replayDelivery(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<DeliveryView, "not_found" | "delivery_under_way">> {
  if (!isId(id)) return err("not_found");
  return inTransaction<DeliveryView, "not_found" | "delivery_under_way">(ctx, async (tx) => {
    const [row] = await tx.webhookDelivery.updateManyAndReturn({
      where: { id, state: { not: "QUEUED" } },
      data: { state: "QUEUED", attempts: 0, deliveredAt: null, nextTryAt: ctx.clock.now() },
    });
    if (!row)
      return err((await tx.webhookDelivery.count({ where: { id } })) === 0 ? "not_found" : "delivery_under_way");
    await enqueueTry(ctx, tx, id, ctx.clock.now());
    await recordAuditEvent(ctx, tx, {
      action: "webhook.replayed",
      actor: admin,
      target: { type: "webhook", id: row.webhookId },
      details: { deliveries: 1 },
    });
    return ok(toDeliveryView(row));
  });
}

/** Everything that was given up, oldest first, at most 500 at once. Answers how many. */
export async function replayFailed(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<{ replayed: number }, "not_found">> {
  if (!isId(id) || (await ctx.db.webhook.count({ where: { id } })) === 0) return err("not_found");
  return inTransaction<{ replayed: number }, never>(ctx, async (tx) => {
    const failed = await tx.webhookDelivery.findMany({
      where: { webhookId: id, state: "FAILED", event: { not: testEvent } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: replayMax,
      select: { id: true },
    });
    const again = await tx.webhookDelivery.updateManyAndReturn({
      where: { id: { in: failed.map((row) => row.id) }, state: "FAILED" },
      data: { state: "QUEUED", attempts: 0, nextTryAt: ctx.clock.now() },
      select: { id: true },
    });
    for (const row of again) await enqueueTry(ctx, tx, row.id, ctx.clock.now());
    await recordAuditEvent(ctx, tx, {
      action: "webhook.replayed",
      actor: admin,
      target: { type: "webhook", id },
      details: { deliveries: again.length },
    });
    return ok({ replayed: again.length });
  });
}

/** Tries the receiver with an event that means nothing: once, also while the webhook is turned off. */
export async function sendTestEvent(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<{ deliveryId: string }, "not_found" | "rate_limited">> {
  if (!isId(id) || (await ctx.db.webhook.count({ where: { id } })) === 0) return err("not_found");
  const limit = await ctx.limits.consume("testMail", `webhook:${admin.user.id}`);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  return inTransaction<{ deliveryId: string }, never>(ctx, async (tx) => {
    const { id: actorId, email } = admin.user;
    const payload = {
      type: testEvent,
      version: payloadVersion,
      timestamp: ctx.clock.now().toISOString(),
      data: { message: "This is a test.", actor: { type: "admin", id: actorId, email } },
    };
    const delivery = { webhookId: id, eventId: randomUUID(), event: testEvent, payload, accessRequestId: null };
    const deliveryId = await enqueueDelivery(ctx, tx, { ...delivery, notBefore: ctx.clock.now() });
    await recordAuditEvent(ctx, tx, { action: "webhook.tested", actor: admin, target: { type: "webhook", id } });
    return ok({ deliveryId });
  });
}
