import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Prisma, WebhookDelivery } from "@/generated/prisma/client";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { readMoment } from "@/lib/values/moments";
import { idSchema, isId } from "@/lib/values/tokens";
import { deliveryStates, listDeliveriesSchema, testEvent } from "@/lib/values/webhooks";
import { recordAuditEvent } from "../audit/record-audit-event";
import { enqueueDelivery, enqueueTry, payloadVersion } from "../audit/webhook-events";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok } from "../kernel/result";

/** Limit per call. */
const replayMax = 500;

export const delivery = z
  .strictObject({
    id: z.uuid(),
    eventId: z.uuid(),
    event: z.string(),
    /** JSON body. */
    payload: z.unknown(),
    state: z.enum(deliveryStates),
    attempts: z.int().min(0),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    lastResponse: z.string().nullable(),
    /** Milliseconds. */
    lastTook: z.int().nullable(),
    createdAt: jsonDate,
    deliveredAt: jsonDate.nullable(),
    /** Null: no further attempt. */
    nextTryAt: jsonDate.nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type Delivery = z.input<typeof delivery>;

const omit = { webhookId: true, accessRequestId: true } as const;
const statesInDatabase = { queued: "QUEUED", delivered: "DELIVERED", failed: "FAILED" } as const;
const statesInJson = { QUEUED: "queued", DELIVERED: "delivered", FAILED: "failed" } as const;

function toDelivery({ state, ...row }: Omit<WebhookDelivery, keyof typeof omit>): z.output<typeof delivery> {
  return { ...row, state: statesInJson[state] };
}

const example = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  eventId: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  event: "user.verified",
  payload: { type: "user.verified", version: 1, timestamp: "2026-09-30T09:00:00.000Z", data: {} },
  state: "failed",
  attempts: 8,
  lastStatus: 503,
  lastError: "HTTP 503",
  lastResponse: "Service Unavailable",
  lastTook: 41,
  createdAt: "2026-09-30T09:00:00.000Z",
  deliveredAt: null,
  nextTryAt: null,
} as const;
const queuedAgain = { ...example, state: "queued", attempts: 0, nextTryAt: example.createdAt } as const;

/** Newest first. */
export const listDeliveries = act({
  access: "admin",
  input: listDeliveriesSchema.extend({ id: idSchema }),
  output: z.strictObject({
    items: z.array(delivery),
    /** Opaque. Null on the last page. */
    nextCursor: z.string().nullable(),
  }),
  errors: ["not_found"],
  example: { output: { items: [example], nextCursor: null } },
  async run(ctx, _admin, { id, state, cursor, limit }) {
    if (!(await exists(ctx, id))) return err("not_found");
    const rows = await ctx.db.webhookDelivery.findMany({
      where: { AND: [{ webhookId: id }, state ? { state: statesInDatabase[state] } : {}, after(cursor)] },
      omit,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last ? `${last.createdAt.toISOString()}_${last.id}` : null;
    return ok({ items: page.map(toDelivery), nextCursor });
  },
});

/** Starts over on a malformed cursor. */
function after(cursor: string | undefined): Prisma.WebhookDeliveryWhereInput {
  const [at = "", id = ""] = cursor?.split("_") ?? [];
  const createdAt = readMoment(at);
  if (!createdAt || !isId(id)) return {};
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

async function exists(ctx: CoreContext, id: string): Promise<boolean> {
  return (await ctx.db.webhook.count({ where: { id } })) > 0;
}

export function countFailed(ctx: CoreContext, webhookId: string): Promise<number> {
  return ctx.db.webhookDelivery.count({ where: { webhookId, state: "FAILED" } });
}

export const getDelivery = act({
  access: "admin",
  input: idOnlySchema,
  output: delivery,
  errors: ["not_found"],
  example: { output: example },
  async run(ctx, _admin, { id }) {
    const row = await ctx.db.webhookDelivery.findUnique({ where: { id }, omit });
    return row ? ok(toDelivery(row)) : err("not_found");
  },
});

/** Keeps the id, so that receivers can detect repeats. */
export const replayDelivery = act({
  access: "admin",
  input: idOnlySchema,
  output: delivery,
  errors: ["not_found", "delivery_under_way"],
  example: { output: queuedAgain },
  async run(ctx, admin, { id }) {
    return inTransaction<z.output<typeof delivery>, "not_found" | "delivery_under_way">(ctx, async (tx) => {
      const [row] = await tx.webhookDelivery.updateManyAndReturn({
        where: { id, state: { not: "QUEUED" } },
        data: { state: "QUEUED", attempts: 0, deliveredAt: null, nextTryAt: ctx.clock.now() },
      });
      if (!row)
        return err((await tx.webhookDelivery.count({ where: { id } })) === 0 ? "not_found" : "delivery_under_way");
      await enqueueTry(ctx, tx, id, ctx.clock.now());
      const { webhookId, accessRequestId, ...shown } = row;
      await recordAuditEvent(ctx, tx, {
        action: "webhook.replayed",
        actor: admin,
        target: { type: "webhook", id: webhookId },
        details: { deliveries: 1 },
      });
      return ok(toDelivery(shown));
    });
  },
});

/** Oldest first. Returns the count. */
export const replayFailed = act({
  access: "admin",
  input: idOnlySchema,
  output: z.strictObject({ replayed: z.int().min(0) }),
  errors: ["not_found"],
  example: { output: { replayed: 3 } },
  async run(ctx, admin, { id }) {
    if (!(await exists(ctx, id))) return err("not_found");
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
  },
});

/** Works even while disabled. */
export const sendTestEvent = act({
  access: "admin",
  input: idOnlySchema,
  output: z.strictObject({ deliveryId: z.uuid() }),
  errors: ["not_found", "rate_limited"],
  example: { output: { deliveryId: example.id } },
  async run(ctx, admin, { id }) {
    if (!(await exists(ctx, id))) return err("not_found");
    const limit = await ctx.limits.consume("testMail", `webhook:${admin.user.id}`);
    if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
    return inTransaction<{ deliveryId: string }, never>(ctx, async (tx) => {
      const { id: actorId, email } = admin.user;
      const now = ctx.clock.now();
      const deliveryId = await enqueueDelivery(ctx, tx, {
        webhookId: id,
        eventId: randomUUID(),
        event: testEvent,
        accessRequestId: null,
        notBefore: now,
        payload: {
          type: testEvent,
          version: payloadVersion,
          timestamp: now.toISOString(),
          data: { message: "This is a test.", actor: { type: "admin", id: actorId, email } },
        },
      });
      await recordAuditEvent(ctx, tx, { action: "webhook.tested", actor: admin, target: { type: "webhook", id } });
      return ok({ deliveryId });
    });
  },
});
