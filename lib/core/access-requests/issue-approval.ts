import type { AccessRequest } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { heldUntil } from "../kernel/held-until";
import { approvalSeconds, secondsAfter } from "../kernel/lifetimes";
import { deleteToken, hashToken, mintToken } from "../kernel/one-time-token";
import { tokenUrl } from "../mail/mail-links";
import { recordRequestEvent } from "./record-request-event";
import { requestUrl } from "./request-link";

type Approved = Pick<
  AccessRequest,
  "id" | "email" | "name" | "organization" | "locale" | "approvalNote" | "approvalExpiresAt" | "undoUntil"
>;

/**
 * Mails a sign-up link in place of the earlier ones, which stop working and whose mails are not sent any more. The approval
 * lasts 14 days from now, or longer where it was extended further; the mail is held while the approval can be undone.
 * Answers false, and changes nothing, where the address has had its share of these mails.
 */
export async function issueApproval(ctx: CoreContext, tx: Transaction, request: Approved): Promise<boolean> {
  const expiresAt = approvalEnd(ctx, request);
  const mailed = await mailLink(ctx, tx, request, expiresAt);
  if (!mailed) return false;
  await approveUntil(tx, request.id, expiresAt);
  await replaceApprovals(ctx, tx, request.id, mailed);
  return true;
}

/**
 * The same for an approval that was just made. It stands where no mail was written, too: then the timeline says so, and a
 * reviewer can copy a link.
 */
export async function mailApproval(ctx: CoreContext, tx: Transaction, request: Approved): Promise<void> {
  if (await issueApproval(ctx, tx, request)) return;
  await approveUntil(tx, request.id, approvalEnd(ctx, request));
  await recordRequestEvent(ctx, tx, request.id, { kind: "link_not_mailed" });
}

/**
 * For a form that was sent again with the address of an approved request, by someone who hasn't proven it. An open approval
 * is mailed another link that ends with it; an expired one a link to the applicant's own page, which offers a new one.
 * Neither changes the approval.
 */
export async function mailStandingApproval(ctx: CoreContext, tx: Transaction, request: AccessRequest): Promise<void> {
  const { approvalExpiresAt: expiresAt, email: to, id, locale, name, status } = request;
  if (status === "APPROVED" && expiresAt && expiresAt > ctx.clock.now()) {
    await mailLink(ctx, tx, request, expiresAt);
    return;
  }
  const props = { name, url: requestUrl(ctx, id) };
  await ctx.mailer.enqueue(tx, { template: "approval-expired", to, locale, props }, { accessRequestId: id });
}

/** Never before the end that a reviewer has given it. */
function approvalEnd(ctx: CoreContext, { approvalExpiresAt }: Approved): Date {
  const end = secondsAfter(ctx.clock.now(), approvalSeconds);
  return approvalExpiresAt && approvalExpiresAt > end ? approvalExpiresAt : end;
}

function approveUntil(tx: Transaction, id: string, approvalExpiresAt: Date): Promise<unknown> {
  return tx.accessRequest.update({ where: { id }, data: { status: "APPROVED", approvalExpiresAt } });
}

/** Null where the address has had its share of these mails: then there is no link either. */
async function mailLink(
  ctx: CoreContext,
  tx: Transaction,
  request: Approved,
  expiresAt: Date,
): Promise<{ token: string; mailId: string } | null> {
  const { approvalNote: note, email, id: accessRequestId, locale, name, organization } = request;
  const token = await mintToken(tx, { purpose: "APPROVAL", email, accessRequestId, expiresAt });
  const props = { name, organization, url: tokenUrl(ctx.config, "signup", token), expiresAt, note };
  const mailId = await ctx.mailer.enqueue(
    tx,
    { template: "access-approved", to: email, locale, props },
    { sendAfter: heldUntil(request, ctx.clock.now()), accessRequestId },
  );
  if (mailId !== null) return { token, mailId };
  await deleteToken(tx, token);
  return null;
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
