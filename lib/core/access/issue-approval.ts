import type { AccessRequest } from "@/generated/prisma/client";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { approvalSeconds, secondsAfter } from "../lifetimes";
import { tokenUrl } from "../mail-links";
import { deleteToken, hashToken, mintToken } from "../tokens/one-time-token";
import { heldUntil } from "./held-until";
import { recordRequestEvent } from "./record-request-event";

type Approved = Pick<AccessRequest, "id" | "email" | "name" | "organization" | "locale" | "approvalNote" | "undoUntil">;

/**
 * Mails a sign-up link that works for 14 days and moves the approval's end with it; the mail is held while the approval
 * can be undone. With `replace` earlier links stop working and their mails are not sent any more; a link that the
 * applicant asked for beside an open one does not kill it. Answers false where the address has had its share of these mails:
 * then nothing changes.
 */
export async function issueApproval(
  ctx: CoreContext,
  tx: Transaction,
  request: Approved,
  { replace }: { replace: boolean },
): Promise<boolean> {
  const now = ctx.clock.now();
  const expiresAt = secondsAfter(now, approvalSeconds);
  const token = await mintToken(tx, {
    purpose: "APPROVAL",
    email: request.email,
    accessRequestId: request.id,
    expiresAt,
  });
  const mailId = await ctx.mailer.enqueue(
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
  if (mailId === null) {
    await deleteToken(tx, token);
    return false;
  }
  await approveUntil(tx, request.id, expiresAt);
  if (replace) await replaceApprovals(ctx, tx, request.id, { token, mailId });
  return true;
}

/**
 * The same for an approval that was just made. It stands where no mail was written, too: then the timeline says so, and a
 * reviewer can copy a link.
 */
export async function mailApproval(ctx: CoreContext, tx: Transaction, request: Approved): Promise<void> {
  const isMailed = await issueApproval(ctx, tx, request, { replace: true });
  if (isMailed) return;
  await approveUntil(tx, request.id, secondsAfter(ctx.clock.now(), approvalSeconds));
  await recordRequestEvent(ctx, tx, request.id, { kind: "link_not_mailed" });
}

async function approveUntil(tx: Transaction, id: string, approvalExpiresAt: Date): Promise<void> {
  await tx.accessRequest.update({ where: { id }, data: { status: "APPROVED", approvalExpiresAt } });
}

/** Mails that wait or were given up carry links that no longer work: they must not go out after the new one. */
async function replaceApprovals(
  ctx: CoreContext,
  tx: Transaction,
  accessRequestId: string,
  { token, mailId }: { token: string; mailId: string },
): Promise<void> {
  await voidApprovals(ctx, tx, accessRequestId, token);
  await tx.mail.updateMany({
    where: {
      ...{ accessRequestId, template: "access-approved", id: { not: mailId } },
      state: { in: ["QUEUED", "FAILED"] },
    },
    data: { state: "CANCELLED", sealedPayload: null },
  });
}

/** Withdraws the unspent links of a request, but the one that replaces them. */
export async function voidApprovals(
  ctx: CoreContext,
  tx: Transaction,
  accessRequestId: string,
  replacement?: string,
): Promise<void> {
  const replacing = replacement === undefined ? {} : { tokenHash: { not: hashToken(replacement) } };
  await tx.oneTimeToken.updateMany({
    where: { accessRequestId, purpose: "APPROVAL", usedAt: null, voidedAt: null, ...replacing },
    data: { voidedAt: ctx.clock.now() },
  });
}
