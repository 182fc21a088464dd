import { voidApprovals } from "../access/issue-approval";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Result } from "../result";
import type { AccessRequestView } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";
import { undone } from "./reopen-access-request";

/** Withdraws an approval that nobody has used: its links stop working, the request is back in the queue. */
export function revokeApproval(
  ctx: CoreContext,
  admin: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, admin, {
    ...input,
    from: ["APPROVED", "EXPIRED"],
    data: { ...undone, approvalNote: null },
    event: { kind: "approval_revoked" },
    action: "access_request.approval_revoked",
    effect: (tx, request) => voidApprovals(ctx, tx, request.id),
  });
}
