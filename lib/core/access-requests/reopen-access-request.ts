import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { cancelHeldMails } from "../mail/mail-hold";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";
import { waitingAgain } from "./decision";
import { voidApprovals } from "./issue-approval";

/** Brings a rejected request, or an approval that ran out, back to the queue. A mail that is still held is not sent. */
export function reopenAccessRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, reviewer, { ...input, from: ["REJECTED", "EXPIRED"] }, async (tx) =>
    ok({
      data: waitingAgain,
      events: [{ kind: "reopened" }],
      action: "access_request.reopened",
      effect: async ({ id }) => {
        await voidApprovals(ctx, tx, id);
        await cancelHeldMails(tx, id, ctx.clock.now());
      },
    }),
  );
}
