import type { BulkInput, BulkResult } from "@/lib/values/queue-bulk";
import { bulkWithoutProofMax } from "@/lib/values/queue-bulk";
import type { AccessRequestView } from "@/lib/values/queue-view";
import { type ReviewerActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { type ApproveRefusal, approveAccessRequest } from "./approve-access-request";
import { assignRequest } from "./assign-request";
import { rejectAccessRequest } from "./reject-access-request";
import { resendApproval } from "./resend-approval";
import { snoozeRequest, wakeRequest } from "./snooze-request";
import { undoDecision } from "./undo-decision";

type Item = BulkInput["items"][number];
type Done = Result<AccessRequestView, ApproveRefusal | "undo_over" | "rate_limited">;

/**
 * One act on many requests, each in a transaction of its own: what is refused or broken for one stops no other, and is
 * answered for that one. More than ten need a recent proof.
 */
export async function actOnRequests(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: BulkInput,
): Promise<Result<BulkResult, "step_up_required">> {
  if (input.items.length > bulkWithoutProofMax) {
    const recent = requireRecentProof(ctx, reviewer);
    if (!recent.ok) return recent;
  }
  const items: BulkResult["items"] = [];
  for (const item of input.items) items.push(await outcomeOf(ctx, reviewer, input, item));
  const done = items.filter((item) => item.ok).length;
  return ok({ items, done, refused: items.length - done });
}

async function outcomeOf(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: BulkInput,
  item: Item,
): Promise<BulkResult["items"][number]> {
  const { id } = item;
  try {
    const outcome = await act(ctx, reviewer, input, item);
    if (outcome.ok) {
      const { status, undoUntil, version } = outcome.value;
      return { id, ok: true, status, undoUntil, version };
    }
    const { code, decided } = outcome.error;
    return { id, ok: false, code, ...(decided ? { decided } : {}) };
  } catch (thrown) {
    // What was done to the others is done, and has to be told.
    ctx.log.error({ err: thrown, requestId: ctx.request.requestId, id }, "An item of a bulk action failed");
    return { id, ok: false, code: "internal" };
  }
}

function act(ctx: CoreContext, reviewer: ReviewerActor, input: BulkInput, item: Item): Promise<Done> {
  switch (input.action) {
    case "approve":
      return approveAccessRequest(ctx, reviewer, { ...item, note: input.note, undoable: input.undoable });
    case "reject": {
      const { internalNote, notify, reason, undoable } = input;
      return rejectAccessRequest(ctx, reviewer, { ...item, internalNote, notify, reason, undoable });
    }
    case "snooze":
      return snoozeRequest(ctx, reviewer, { ...item, until: input.until });
    case "wake":
      return wakeRequest(ctx, reviewer, item);
    case "assign":
      return assignRequest(ctx, reviewer, { id: item.id, assigneeId: input.assigneeId });
    case "resend":
      return resendApproval(ctx, reviewer, item);
    case "undo":
      return undoDecision(ctx, reviewer, item);
  }
}
