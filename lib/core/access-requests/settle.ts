import type { AuditAction } from "../audit/actions";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { RequestEventKind } from "./request";

/** Expires approvals and wakes snoozed requests. */
export async function settleDueRequests(ctx: CoreContext): Promise<void> {
  const now = ctx.clock.now();
  const expiring = { status: "APPROVED", approvalExpiresAt: { lte: now } } as const;
  const waking = { status: "SNOOZED", snoozedUntil: { lte: now } } as const;
  // An index's first row answers each query.
  const due = await Promise.all([
    ctx.db.accessRequest.findFirst({ where: expiring, orderBy: { approvalExpiresAt: "asc" }, select: { id: true } }),
    ctx.db.accessRequest.findFirst({ where: waking, orderBy: { snoozedUntil: "asc" }, select: { id: true } }),
  ]);
  if (due.every((request) => request === null)) return;
  const changed = { version: { increment: 1 } };
  await ctx.db.$transaction(async (tx) => {
    const expired = await tx.accessRequest.updateManyAndReturn({
      where: expiring,
      data: { status: "EXPIRED", ...changed },
      select: { id: true },
    });
    await record(ctx, tx, expired, "approval_expired", "access_request.approval_expired");
    for (const [question, status] of [
      [null, "PENDING"],
      [{ not: null }, "NEEDS_INFO"],
    ] as const) {
      const woken = await tx.accessRequest.updateManyAndReturn({
        where: { ...waking, question },
        data: { status, snoozedUntil: null, ...changed },
        select: { id: true },
      });
      await record(ctx, tx, woken, "woken", "access_request.woken");
    }
  });
}

async function record(
  ctx: CoreContext,
  tx: Transaction,
  requests: { id: string }[],
  kind: RequestEventKind,
  action: AuditAction,
): Promise<void> {
  if (requests.length === 0) return;
  const at = ctx.clock.now();
  await tx.accessRequestEvent.createMany({ data: requests.map(({ id }) => ({ accessRequestId: id, at, kind })) });
  for (const { id } of requests) {
    await recordAuditEvent(ctx, tx, { action, actor: "system", target: { type: "access_request", id } });
  }
}
