import type { ApproveAccessRequestInput } from "@/lib/values/forms";
import { issueApproval } from "../access/issue-approval";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Result } from "../result";
import type { AccessRequestView } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";

/** Approves a request that waits, and mails its sign-up link. `note` is shown to the applicant. */
export function approveAccessRequest(
  ctx: CoreContext,
  admin: ReviewerActor,
  input: ApproveAccessRequestInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, admin, {
    id: input.id,
    version: input.version,
    from: undecided,
    data: {
      status: "APPROVED",
      decidedAt: ctx.clock.now(),
      decidedById: admin.user.id,
      approvalNote: input.note || null,
      rejectionReason: null,
    },
    event: { kind: "approved", text: input.note },
    action: "access_request.approved",
    effect: (tx, request) => issueApproval(ctx, tx, request, { replace: true }),
  });
}
