import type { CopiedLink } from "@/lib/values/queue-view";
import { type ReviewerActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { mintToken } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { tokenUrl } from "../mail/mail-links";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

/**
 * Makes a sign-up link to hand over by other means, beside the mailed one and as long-lived: links are not kept in
 * clear, so the mailed one cannot be shown again. The applicant is mailed that it was made. The mailed link ends the copied
 * ones when it is used; a copied one ends the mailed one only with the verification that it leads to. Refused while the
 * approval can be undone. Needs a recent proof.
 */
export async function copyApprovalLink(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { id }: { id: string },
): Promise<Result<CopiedLink, ChangeRefusal | "step_up_required" | "token_invalid" | "undo_open">> {
  const recent = requireRecentProof(ctx, reviewer);
  if (!recent.ok) return recent;
  let copied: CopiedLink | undefined;
  const changed = await changeAccessRequest<"token_invalid" | "undo_open">(
    ctx,
    reviewer,
    { id, from: ["APPROVED"] },
    async (tx, { approvalExpiresAt: expiresAt, email, locale, name, undoUntil }) => {
      const now = ctx.clock.now();
      if (!expiresAt) return err("token_invalid");
      if (undoUntil && undoUntil > now) return err("undo_open");
      const about = { purpose: "APPROVAL", email, accessRequestId: id } as const;
      const token = await mintToken(tx, { ...about, expiresAt, isCopied: true });
      const mail = { template: "link-copied", to: email, locale, props: { name, at: now } } as const;
      await ctx.mailer.enqueue(tx, mail, { accessRequestId: id });
      copied = { url: tokenUrl(ctx.config, "signup", token), expiresAt };
      return ok({ data: {}, events: [{ kind: "link_copied" }], action: "access_request.link_copied" });
    },
  );
  if (!changed.ok) return changed;
  return copied ? ok(copied) : err("token_invalid");
}
