import type { AccessRequestView } from "@/lib/values/queue-view";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";
import { withoutFirstApproval } from "./decision";
import { mailApproval } from "./issue-approval";

/**
 * Approves a request from the command line, and mails its sign-up link at once: there is nobody to undo it. Whoever
 * runs the server needs no second pair of eyes.
 */
export function approveRequestFromCommandLine(
  ctx: CoreContext,
  input: { id: string; note: string | null },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, "command line", { id: input.id, from: undecided }, async (tx) =>
    ok({
      data: {
        ...{ decidedAt: ctx.clock.now(), decidedById: null, decidedByRuleId: null },
        // What the first of two approvals chose was never completed by a second.
        ...withoutFirstApproval,
        ...{ status: "APPROVED", rejectionReason: null, approvalNote: input.note },
        ...{ undoUntil: null, undoTo: null },
      },
      events: [{ kind: "approved", text: input.note ?? undefined }],
      action: "access_request.approved",
      effect: (approved) => mailApproval(ctx, tx, approved),
    }),
  );
}
