import type { AccessRequestView } from "@/lib/values/queue-view";
import { issueApproval } from "../access/issue-approval";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import { ok, type Result } from "../result";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

/** Mails a fresh sign-up link that works for 14 days; earlier links stop working, earlier mails are not sent any more. */
export function resendApproval(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, reviewer, { ...input, from: ["APPROVED", "EXPIRED"] }, async (tx) =>
    ok({
      data: { status: "APPROVED" },
      events: [{ kind: "approval_resent" }],
      action: "access_request.approval_resent",
      effect: (request) => issueApproval(ctx, tx, request, { replace: true }),
    }),
  );
}
