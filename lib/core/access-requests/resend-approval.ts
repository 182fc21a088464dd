import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "../mail/mail-limits";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";
import { issueApproval } from "./issue-approval";

/**
 * Mails a fresh sign-up link that works for at least 14 days; earlier links stop working, earlier mails are not sent any more. Where
 * the address has had its share of these mails it is refused, and everything stays as it is.
 */
export function resendApproval(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal | "rate_limited">> {
  return changeAccessRequest<"rate_limited">(
    ctx,
    reviewer,
    { ...input, from: ["APPROVED", "EXPIRED"] },
    async (tx, request) => {
      const isMailed = await issueApproval(ctx, tx, request);
      if (!isMailed) return err("rate_limited", mailWait("access-approved"));
      return ok({
        data: { status: "APPROVED" },
        events: [{ kind: "approval_resent" }],
        action: "access_request.approval_resent",
      });
    },
  );
}
