import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { secondsAfter, unconfirmedRequestSeconds } from "../kernel/lifetimes";
import { ok } from "../kernel/result";

const batch = 500;

/** Removes requests whose applicant never proved the address (CONFIRM_REQUESTS): nobody has seen them. */
export async function ageOutUnconfirmed(ctx: CoreContext): Promise<void> {
  if (!ctx.config.confirmRequests) return;
  const before = secondsAfter(ctx.clock.now(), -unconfirmedRequestSeconds);
  const stale = {
    status: "PENDING",
    emailConfirmedAt: null,
    // One from before CONFIRM_REQUESTS was switched on was never asked to prove anything, and stays.
    tokens: { some: { purpose: "REQUEST_CONFIRMATION" } },
    submittedAt: { lt: before },
    // A younger version beside it may be the owner's own.
    resubmissions: { none: { submittedAt: { gte: before } } },
  } as const;
  const due = await ctx.db.accessRequest.findMany({ where: stale, select: { id: true }, take: batch });
  if (due.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const ids = due.map(({ id }) => id);
    await tx.mail.deleteMany({ where: { accessRequestId: { in: ids }, accessRequest: stale } });
    const { count } = await tx.accessRequest.deleteMany({ where: { id: { in: ids }, ...stale } });
    if (count > 0) {
      await recordAuditEvent(ctx, tx, { action: "access_request.aged_out", actor: "system", details: { count } });
    }
    return ok();
  });
}
