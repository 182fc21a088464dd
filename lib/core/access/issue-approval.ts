import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { approvalSeconds, secondsAfter } from "../lifetimes";
import { tokenUrl } from "../mail-links";
import { mintToken } from "../tokens/one-time-token";

/**
 * Mails a sign-up link that works for 14 days and moves the approval's end with it. With `replace` earlier links stop
 * working; a link that the applicant asked for beside an open one does not kill it.
 */
export async function issueApproval(
  ctx: CoreContext,
  tx: Transaction,
  request: {
    id: string;
    email: string;
    name: string;
    organization: string;
    locale: string;
    approvalNote: string | null;
  },
  { replace }: { replace: boolean },
): Promise<void> {
  const now = ctx.clock.now();
  const expiresAt = secondsAfter(now, approvalSeconds);
  if (replace) await voidApprovals(ctx, tx, request.id);
  const token = await mintToken(tx, {
    purpose: "APPROVAL",
    email: request.email,
    accessRequestId: request.id,
    expiresAt,
  });
  await tx.accessRequest.update({
    where: { id: request.id },
    data: { status: "APPROVED", approvalExpiresAt: expiresAt },
  });
  await ctx.mailer.enqueue(tx, {
    template: "access-approved",
    to: request.email,
    locale: request.locale,
    props: {
      name: request.name,
      organization: request.organization,
      url: tokenUrl(ctx.config, "signup", token),
      expiresAt,
      note: request.approvalNote,
    },
  });
}

export async function voidApprovals(ctx: CoreContext, tx: Transaction, accessRequestId: string): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: { accessRequestId, purpose: "APPROVAL", usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.clock.now() },
  });
}
