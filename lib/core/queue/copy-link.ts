import type { CopiedLink } from "@/lib/values/queue-view";
import { type ReviewerActor, requireRecentProof } from "../actors";
import { type ChangeRefusal, changeAccessRequest } from "../admin/change-access-request";
import type { CoreContext } from "../context";
import { tokenUrl } from "../mail-links";
import { err, ok, type Result } from "../result";
import { mintToken } from "../tokens/one-time-token";

/**
 * Makes a sign-up link to hand over by other means, beside the mailed one and as long-lived: links are not kept in
 * clear, so the mailed one cannot be shown again. The first that is used ends the others. Needs a recent proof.
 */
export async function copyApprovalLink(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { id }: { id: string },
): Promise<Result<CopiedLink, ChangeRefusal | "step_up_required" | "token_invalid">> {
  const recent = requireRecentProof(ctx, reviewer);
  if (!recent.ok) return recent;
  let copied: CopiedLink | undefined;
  const changed = await changeAccessRequest<"token_invalid">(
    ctx,
    reviewer,
    { id, from: ["APPROVED"] },
    async (tx, { approvalExpiresAt: expiresAt, email }) => {
      if (!expiresAt) return err("token_invalid");
      const token = await mintToken(tx, { purpose: "APPROVAL", email, accessRequestId: id, expiresAt });
      copied = { url: tokenUrl(ctx.config, "signup", token), expiresAt };
      return ok({ data: {}, events: [{ kind: "link_copied" }], action: "access_request.link_copied" });
    },
  );
  if (!changed.ok) return changed;
  return copied ? ok(copied) : err("token_invalid");
}
