import type { AccessRequestView } from "@/lib/values/queue-view";
import { voidApprovals } from "../access/issue-approval";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import { cancelHeldMails } from "../mail-hold";
import { waitingAgain } from "../queue/decision";
import { ok, type Result } from "../result";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

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
