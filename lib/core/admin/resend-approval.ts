import { issueApproval } from "../access/issue-approval";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Result } from "../result";
import type { AccessRequestView } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

/** Mails a fresh sign-up link that works for 14 days; earlier links stop working. */
export function resendApproval(
  ctx: CoreContext,
  admin: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, admin, {
    ...input,
    from: ["APPROVED", "EXPIRED"],
    data: { status: "APPROVED" },
    event: { kind: "approval_resent" },
    action: "access_request.approval_resent",
    effect: (tx, request) => issueApproval(ctx, tx, request, { replace: true }),
  });
}
