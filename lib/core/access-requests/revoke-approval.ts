import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { cancelHeldMails } from "../mail/mail-hold";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";
import { waitingAgain, withoutFirstApproval } from "./decision";
import { voidApprovals } from "./issue-approval";

/**
 * Withdraws an approval that nobody has used: its links stop working, the request is back in the queue. Of a request
 * that waits for a second approval, or for an organization, it withdraws what there is; snooze and question stay.
 */
export function revokeApproval(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  const from = [...undecided, "APPROVED" as const, "EXPIRED" as const];
  return changeAccessRequest<"request_changed">(ctx, reviewer, { ...input, from }, async (tx, request) => {
    const isHalf = undecided.includes(request.status);
    if (isHalf && request.firstApprovedById === null && request.joinAskedAt === null) return err("request_changed");
    return ok({
      data: isHalf ? withoutFirstApproval : waitingAgain,
      events: [{ kind: "approval_revoked" }],
      action: "access_request.approval_revoked",
      effect: async ({ id }) => {
        await voidApprovals(ctx, tx, id);
        await cancelHeldMails(tx, id, ctx.clock.now());
      },
    });
  });
}
