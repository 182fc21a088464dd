import type { CoreContext } from "../context";

/** Moves approvals whose link has run out to EXPIRED. Cheap when there are none; called before the queue is read. */
export async function expireApprovals(ctx: CoreContext): Promise<void> {
  await ctx.db.accessRequest.updateMany({
    where: { status: "APPROVED", approvalExpiresAt: { lte: ctx.clock.now() } },
    data: { status: "EXPIRED", version: { increment: 1 } },
  });
}
