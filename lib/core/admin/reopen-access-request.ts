import { voidApprovals } from "../access/issue-approval";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Result } from "../result";
import type { AccessRequestView } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

/** What a request that was decided looks like when it waits again. */
export const undone = { status: "PENDING", decidedAt: null, decidedById: null, approvalExpiresAt: null } as const;

/** Brings a rejected request, or an approval that ran out, back to the queue. */
export function reopenAccessRequest(
  ctx: CoreContext,
  admin: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, admin, {
    ...input,
    from: ["REJECTED", "EXPIRED"],
    data: { ...undone, rejectionReason: null, approvalNote: null },
    event: { kind: "reopened" },
    action: "access_request.reopened",
    effect: (tx, request) => voidApprovals(ctx, tx, request.id),
  });
}
