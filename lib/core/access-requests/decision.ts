import type { AccessRequest } from "@/generated/prisma/client";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { getSettings } from "../settings/get-settings";

/** Who decided, and when; whatever decided before no longer has. */
export function decidedBy(ctx: CoreContext, reviewer: ReviewerActor) {
  return { decidedAt: ctx.clock.now(), decidedById: reviewer.user.id, decidedByRuleId: null };
}

/** Until when a decision can be undone, and what to. Its mail is held for as long (`heldUntil`). */
export async function undoWindow(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  isUndoable: boolean | undefined,
): Promise<Pick<AccessRequest, "undoUntil" | "undoTo">> {
  const { undoSeconds } = await getSettings(ctx, tx);
  if (!isUndoable || undoSeconds === 0) return { undoUntil: null, undoTo: null };
  return { undoUntil: secondsAfter(ctx.clock.now(), undoSeconds), undoTo: request.status };
}

/** What a request looks like without the first of two approvals: its words and the tenant it chose go with it. */
export const withoutFirstApproval = {
  firstApprovedById: null,
  approvalNote: null,
  joinTenantId: null,
  joinRole: null,
  joinAskedAt: null,
  joinAskedById: null,
  joinConfirmedAt: null,
} as const;

/** What a decided request looks like when it waits again. */
export const waitingAgain = {
  status: "PENDING",
  decidedAt: null,
  decidedById: null,
  decidedByRuleId: null,
  approvalExpiresAt: null,
  rejectionReason: null,
  ...withoutFirstApproval,
  duplicateOfId: null,
  question: null,
  snoozedUntil: null,
  undoUntil: null,
  undoTo: null,
} as const;
