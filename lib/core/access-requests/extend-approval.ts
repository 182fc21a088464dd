import type { ExtendApprovalInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

const daySeconds = 24 * 60 * 60;

/**
 * Lets an unused link work that many days longer, counted from its end or, when that is over, from now. The link stays
 * the same and nobody is mailed. One that was withdrawn or removed is not brought back: `token_invalid`.
 */
export function extendApproval(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { days, id }: ExtendApprovalInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal | "token_invalid">> {
  return changeAccessRequest<"token_invalid">(
    ctx,
    reviewer,
    { id, from: ["APPROVED", "EXPIRED"] },
    async (tx, { approvalExpiresAt }) => {
      const now = ctx.clock.now();
      const start = approvalExpiresAt && approvalExpiresAt > now ? approvalExpiresAt : now;
      const expiresAt = secondsAfter(start, days * daySeconds);
      const { count } = await tx.oneTimeToken.updateMany({
        where: { accessRequestId: id, purpose: "APPROVAL", usedAt: null, voidedAt: null },
        data: { expiresAt },
      });
      if (count === 0) return err("token_invalid");
      return ok({
        data: { status: "APPROVED", approvalExpiresAt: expiresAt },
        events: [{ kind: "approval_extended", text: expiresAt.toISOString() }],
        action: "access_request.approval_extended",
        details: { days },
      });
    },
  );
}
