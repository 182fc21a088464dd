import type { AccessRequest } from "@/generated/prisma/client";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { approvalSeconds, secondsAfter } from "../lifetimes";
import { tokenUrl } from "../mail-links";
import { mintToken } from "../tokens/one-time-token";
import { heldUntil } from "./held-until";

type Approved = Pick<AccessRequest, "id" | "email" | "name" | "organization" | "locale" | "approvalNote" | "undoUntil">;

/**
 * Mails a sign-up link that works for 14 days and moves the approval's end with it; the mail is held while the approval
 * can be undone. With `replace` earlier links stop working and their mails are not sent any more; a link that the
 * applicant asked for beside an open one does not kill it.
 */
export async function issueApproval(
  ctx: CoreContext,
  tx: Transaction,
  request: Approved,
  { replace }: { replace: boolean },
): Promise<void> {
  const now = ctx.clock.now();
  const expiresAt = secondsAfter(now, approvalSeconds);
  if (replace) await replaceApprovals(ctx, tx, request.id);
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
  await ctx.mailer.enqueue(
    tx,
    {
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
    },
    { sendAfter: heldUntil(request, now), accessRequestId: request.id },
  );
}

/** Mails that wait or were given up carry links that no longer work: they must not go out after the new one. */
async function replaceApprovals(ctx: CoreContext, tx: Transaction, accessRequestId: string): Promise<void> {
  await voidApprovals(ctx, tx, accessRequestId);
  await tx.mail.updateMany({
    where: { accessRequestId, template: "access-approved", state: { in: ["QUEUED", "FAILED"] } },
    data: { state: "CANCELLED", sealedPayload: null },
  });
}

export async function voidApprovals(ctx: CoreContext, tx: Transaction, accessRequestId: string): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: { accessRequestId, purpose: "APPROVAL", usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.clock.now() },
  });
}
