import type { AccessRequest } from "@/generated/prisma/client";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { cancelHeldMails } from "../mail/mail-hold";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";
import { withoutFirstApproval } from "./decision";
import { voidApprovals } from "./issue-approval";

/**
 * Takes a decision back while its mail is held: the request is what it was before, its link never worked, its mail is
 * not sent. Once the time is over, or the mail has begun to go out, it is refused as a whole.
 */
export function undoDecision(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal | "undo_over">> {
  return changeAccessRequest<"undo_over">(
    ctx,
    reviewer,
    { ...input, from: ["APPROVED", "REJECTED"] },
    async (tx, request) => {
      const now = ctx.clock.now();
      const { undoTo, undoUntil } = request;
      if (!undoTo || !undoUntil || undoUntil <= now) return err("undo_over");
      if (!(await takeMailBack(tx, request, now))) return err("undo_over");
      return ok({
        data: { ...undecidedAgain(request), status: undoTo },
        events: [{ kind: "undone" }],
        action: "access_request.undone",
        details: { undone: request.status },
        effect: ({ id }) => voidApprovals(ctx, tx, id),
      });
    },
  );
}

/** False when a mail of this decision was not caught. */
async function takeMailBack(tx: Transaction, request: AccessRequest, now: Date): Promise<boolean> {
  await cancelHeldMails(tx, request.id, now);
  const gone = await tx.mail.count({
    where: { accessRequestId: request.id, sendAfter: { gte: request.undoUntil ?? now }, state: { not: "CANCELLED" } },
  });
  return gone === 0;
}

/**
 * Snooze, question and assignee stayed through the decision. An approval may have overwritten what the first of two
 * said and chose, so both are given anew; a rejection has left the first as it was.
 */
function undecidedAgain({ firstApprovedById, status }: AccessRequest) {
  const decision = { decidedAt: null, decidedById: null, decidedByRuleId: null, approvalExpiresAt: null };
  const isFirstUntouched = status === "REJECTED" && firstApprovedById !== null;
  return {
    ...decision,
    ...(isFirstUntouched ? {} : withoutFirstApproval),
    ...{ rejectionReason: null, duplicateOfId: null, undoUntil: null, undoTo: null },
  };
}
