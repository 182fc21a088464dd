import { z } from "zod";
import { jsonDate } from "@/lib/values/json-date";
import { accessRequestStatusSchema, presenceSchema } from "@/lib/values/queue";
import { idSchema } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { err, ok } from "../kernel/result";
import { recordRequestEvent } from "./request";
import { count, exampleReviewer, statusValues } from "./view";

/** Three heartbeats. */
const presentSeconds = 45;
const viewSeconds = 24 * 60 * 60;

export const presentReviewer = z.strictObject({ id: z.uuid(), name: z.string(), seenAt: jsonDate });
export type PresentReviewer = z.input<typeof presentReviewer>;

export async function presentReviewers(
  ctx: CoreContext,
  accessRequestId: string,
  reviewer: ReviewerActor,
): Promise<z.output<typeof presentReviewer>[]> {
  const present = await ctx.db.requestPresence.findMany({
    where: {
      accessRequestId,
      userId: { not: reviewer.user.id },
      seenAt: { gt: secondsAfter(ctx.clock.now(), -presentSeconds) },
    },
    orderBy: { userId: "asc" },
    select: { seenAt: true, user: { select: { id: true, name: true } } },
  });
  return present.map(({ seenAt, user }) => ({ ...user, seenAt }));
}

/** Records the first heartbeat of a day as a view. */
export const recordPresence = act({
  access: "reviewer",
  input: presenceSchema.extend({ id: idSchema }),
  output: z
    .strictObject({ others: z.array(presentReviewer), status: accessRequestStatusSchema, version: count })
    .meta({ id: "RequestPresence" }),
  errors: ["not_found"],
  example: {
    input: { leaving: false },
    output: {
      others: [{ id: exampleReviewer.id, name: exampleReviewer.name, seenAt: "2026-09-30T09:00:00.000Z" }],
      status: "pending",
      version: 1,
    },
  },
  async run(ctx, reviewer, { id, leaving }) {
    const now = ctx.clock.now();
    const request = await ctx.db.accessRequest.findUnique({ where: { id }, select: { status: true, version: true } });
    if (!request) return err("not_found");
    const key = { accessRequestId: id, userId: reviewer.user.id };
    if (leaving) await ctx.db.requestPresence.deleteMany({ where: key });
    else {
      // Uses one statement, so that two tabs don't collide.
      await ctx.db.$executeRaw`
        INSERT INTO request_presences (access_request_id, user_id, seen_at)
        VALUES (${id}::uuid, ${reviewer.user.id}::uuid, ${now}::timestamptz)
        ON CONFLICT (access_request_id, user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at`;
      await recordView(ctx, reviewer, id);
    }
    const others = await presentReviewers(ctx, id, reviewer);
    return ok({ others, status: statusValues[request.status], version: request.version });
  },
});

async function recordView(ctx: CoreContext, reviewer: ReviewerActor, id: string): Promise<void> {
  const isKnown = await ctx.db.auditEvent.findFirst({
    where: {
      action: "access_request.viewed",
      actorId: reviewer.user.id,
      targetId: id,
      targetType: "access_request",
      at: { gt: secondsAfter(ctx.clock.now(), -viewSeconds) },
    },
    select: { id: true },
  });
  if (isKnown) return;
  await inTransaction(ctx, async (tx) => {
    await recordRequestEvent(ctx, tx, id, { kind: "viewed", actor: reviewer });
    await recordAuditEvent(ctx, tx, {
      action: "access_request.viewed",
      actor: reviewer,
      target: { type: "access_request", id },
    });
    return ok();
  });
}
