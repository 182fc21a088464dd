import type { RejectAccessRequestInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { heldUntil } from "../kernel/held-until";
import { ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";
import { decidedBy, undoWindow } from "./decision";
import { withNote } from "./search-text";

/**
 * Rejects a request that waits. With `notify` the applicant is told, with the reason if one is given, unless the
 * settings say that rejections are not mailed. The internal note goes to the timeline alone.
 */
export function rejectAccessRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: Partial<RejectAccessRequestInput> & Pick<RejectAccessRequestInput, "notify"> & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  const reason = input.reason || null;
  return changeAccessRequest(ctx, reviewer, { ...input, from: undecided }, async (tx, request) => {
    const { mailsRejections } = await getSettings(ctx, tx);
    return ok({
      data: {
        ...decidedBy(ctx, reviewer),
        ...(await undoWindow(ctx, tx, request, input.undoable)),
        ...(input.internalNote ? withNote(request, input.internalNote) : {}),
        status: "REJECTED" as const,
        rejectionReason: reason,
        approvalNote: null,
      },
      events: [
        { kind: "rejected" as const, text: input.reason },
        ...(input.internalNote ? [{ kind: "note" as const, text: input.internalNote }] : []),
      ],
      action: "access_request.rejected" as const,
      details: { notified: input.notify && mailsRejections },
      effect: async (rejected) => {
        if (!input.notify || !mailsRejections) return;
        const { email: to, id, locale, name, organization } = rejected;
        await ctx.mailer.enqueue(
          tx,
          { template: "access-rejected", to, locale, props: { name, organization, reason } },
          { sendAfter: heldUntil(rejected, ctx.clock.now()), accessRequestId: id },
        );
      },
    });
  });
}
