import type { MarkDuplicateInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";
import { decidedBy, undoWindow } from "./decision";

/**
 * Closes a request for which another one stands, the same person with another address or a colleague. Nobody is mailed:
 * the other request is answered.
 */
export function markDuplicate(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: Partial<MarkDuplicateInput> & { id: string; ofId: string },
): Promise<Result<AccessRequestView, ChangeRefusal | "validation_failed">> {
  return changeAccessRequest<"validation_failed">(ctx, reviewer, { ...input, from: undecided }, async (tx, request) => {
    const { ofId } = input;
    const original = await tx.accessRequest.findUnique({
      where: { id: ofId },
      select: { duplicateOfId: true },
    });
    if (!original || original.duplicateOfId || ofId === request.id) {
      return err("validation_failed", { fieldErrors: { ofId: ["other_request"] } });
    }
    return ok({
      data: {
        ...decidedBy(ctx, reviewer),
        ...(await undoWindow(ctx, tx, request, input.undoable)),
        ...{ status: "REJECTED", rejectionReason: null, approvalNote: null, duplicateOfId: ofId },
      },
      // Who that is, the timeline looks up when it is read: the other request may have been erased since.
      events: [{ kind: "marked_duplicate", text: ofId }],
      action: "access_request.marked_duplicate",
      details: { of: ofId },
    });
  });
}
