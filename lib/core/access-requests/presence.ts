import type { PresenceInput } from "@/lib/values/queue";
import type { Presence, PresentReviewer } from "@/lib/values/queue-view";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { statusValues } from "./access-request-view";
import { recordRequestEvent } from "./record-request-event";

/** Three heartbeats of a page: one that is lost makes nobody vanish. */
const presentSeconds = 45;
/** Opening a request again within this time is no new view of it. */
const viewSeconds = 24 * 60 * 60;

/** Other reviewers who have the request open just now. */
export async function presentReviewers(
  ctx: CoreContext,
  accessRequestId: string,
  reviewer: ReviewerActor,
): Promise<PresentReviewer[]> {
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

/**
 * A reviewer has the request open, or closes it. The first time in a day is a view, kept in timeline and audit log.
 * Answers who else is here and which version is true now.
 */
export async function beat(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { id, leaving }: PresenceInput & { id: string },
): Promise<Result<Presence, "not_found">> {
  if (!isId(id)) return err("not_found");
  const now = ctx.clock.now();
  const request = await ctx.db.accessRequest.findUnique({ where: { id }, select: { status: true, version: true } });
  if (!request) return err("not_found");
  const key = { accessRequestId: id, userId: reviewer.user.id };
  if (leaving) await ctx.db.requestPresence.deleteMany({ where: key });
  else {
    // One statement: of two tabs of the same reviewer that open it at once neither fails.
    await ctx.db.$executeRaw`
      INSERT INTO request_presences (access_request_id, user_id, seen_at)
      VALUES (${id}::uuid, ${reviewer.user.id}::uuid, ${now}::timestamptz)
      ON CONFLICT (access_request_id, user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at`;
    await recordView(ctx, reviewer, id);
  }
  return ok({
    others: await presentReviewers(ctx, id, reviewer),
    status: statusValues[request.status],
    version: request.version,
  });
}

async function recordView(ctx: CoreContext, reviewer: ReviewerActor, id: string): Promise<void> {
  const view = { action: "access_request.viewed", actorId: reviewer.user.id, targetId: id };
  const since = secondsAfter(ctx.clock.now(), -viewSeconds);
  const isKnown = await ctx.db.auditEvent.findFirst({
    where: { ...view, targetType: "access_request", at: { gt: since } },
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
