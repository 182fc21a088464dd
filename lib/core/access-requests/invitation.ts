import { z } from "zod";
import type { AccessRequest } from "@/generated/prisma/client";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { extendInvitationSchema } from "@/lib/values/queue";
import { idSchema } from "@/lib/values/tokens";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { heldUntil } from "../kernel/held-until";
import { approvalSeconds, secondsAfter } from "../kernel/lifetimes";
import { deleteToken, hashToken, mintToken } from "../kernel/one-time-token";
import { err, ok } from "../kernel/result";
import { cancelHeldMails } from "../mail/mail-hold";
import { mailWait } from "../mail/mail-limits";
import { tokenUrl } from "../mail/mail-links";
import { changeAccessRequest, changeErrors, seenRequest } from "./change";
import { recordRequestEvent, requestUrl, undecided, waitingAgain, withoutFirstApproval } from "./request";
import { accessRequest, exampleApproved, exampleRequest } from "./view";

const daySeconds = 24 * 60 * 60;

/** Lasts at least 14 days and replaces earlier links. */
export const resendInvitation = act({
  access: "reviewer",
  input: seenRequest,
  output: accessRequest,
  errors: [...changeErrors, "rate_limited"],
  example: { output: { ...exampleApproved, version: 2 } },
  async run(ctx, reviewer, { id, version }) {
    const target = { id, version, from: ["APPROVED" as const, "EXPIRED" as const] };
    return changeAccessRequest<"rate_limited">(ctx, reviewer, target, async (tx, request) => {
      if (!(await issueInvitation(ctx, tx, request))) return err("rate_limited", mailWait("access-approved"));
      return ok({
        data: { status: "APPROVED" },
        events: [{ kind: "approval_resent" }],
        action: "access_request.approval_resent",
      });
    });
  },
});

/** Sends no email. Fails with `token_invalid` if it was revoked. */
export const extendInvitation = act({
  access: "reviewer",
  input: extendInvitationSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: [...changeErrors, "token_invalid"],
  example: { input: { days: 7 }, output: { ...exampleApproved, version: 2 } },
  async run(ctx, reviewer, { id, days }) {
    const target = { id, from: ["APPROVED" as const, "EXPIRED" as const] };
    return changeAccessRequest<"token_invalid">(ctx, reviewer, target, async (tx, { approvalExpiresAt }) => {
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
    });
  },
});

/** Voids unused links and returns the request to the queue. */
export const revokeApproval = act({
  access: "reviewer",
  input: seenRequest,
  output: accessRequest,
  errors: changeErrors,
  example: { output: { ...exampleRequest, version: 2 } },
  async run(ctx, reviewer, { id, version }) {
    const from = [...undecided, "APPROVED" as const, "EXPIRED" as const];
    return changeAccessRequest<"request_changed">(ctx, reviewer, { id, version, from }, async (tx, request) => {
      const isHalf = undecided.includes(request.status);
      if (isHalf && request.firstApprovedById === null && request.joinAskedAt === null) return err("request_changed");
      return ok({
        data: isHalf ? withoutFirstApproval : waitingAgain,
        events: [{ kind: "approval_revoked" }],
        action: "access_request.approval_revoked",
        effect: async () => {
          await voidApprovals(ctx, tx, id);
          await cancelHeldMails(tx, id, ctx.clock.now());
        },
      });
    });
  },
});

const copiedLink = z.strictObject({ url: z.url(), expiresAt: jsonDate }).meta({ id: "CopiedLink" });
export type CopiedLink = z.input<typeof copiedLink>;

/** Links aren't stored in clear, so this makes a second one. */
export const copyInvitationLink = act({
  access: "reviewer",
  stepUp: true,
  input: idOnlySchema,
  output: copiedLink,
  errors: [...changeErrors, "step_up_required", "token_invalid", "undo_open"],
  example: {
    output: {
      url: "https://app.example.com/signup?token=Zm95ZXItZXhhbXBsZQ",
      expiresAt: "2026-09-30T09:00:00.000Z",
    },
  },
  async run(ctx, reviewer, { id }) {
    let copied: z.output<typeof copiedLink> | undefined;
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
  },
});

type Approved = Pick<
  AccessRequest,
  "id" | "email" | "name" | "organization" | "locale" | "approvalNote" | "approvalExpiresAt" | "undoUntil"
>;

/** Returns false, and changes nothing, at the address's email limit. */
export async function issueInvitation(ctx: CoreContext, tx: Transaction, request: Approved): Promise<boolean> {
  const expiresAt = approvalEnd(ctx, request);
  const mailed = await mailLink(ctx, tx, request, expiresAt);
  if (!mailed) return false;
  await approveUntil(tx, request.id, expiresAt);
  await voidApprovals(ctx, tx, request.id, mailed.token);
  // Their links no longer work.
  await tx.mail.updateMany({
    where: {
      accessRequestId: request.id,
      template: "access-approved",
      id: { not: mailed.mailId },
      state: { in: ["QUEUED", "FAILED"] },
    },
    data: { state: "CANCELLED", sealedPayload: null },
  });
  return true;
}

/** A reviewer can copy a link if no email goes out. */
export async function mailApproval(ctx: CoreContext, tx: Transaction, request: Approved): Promise<void> {
  if (await issueInvitation(ctx, tx, request)) return;
  await approveUntil(tx, request.id, approvalEnd(ctx, request));
  await recordRequestEvent(ctx, tx, request.id, { kind: "link_not_mailed" });
}

/** Answers a form sent again, without changing the approval. */
export async function mailStandingApproval(ctx: CoreContext, tx: Transaction, request: AccessRequest): Promise<void> {
  const { approvalExpiresAt: expiresAt, email: to, id, locale, name, status } = request;
  if (status === "APPROVED" && expiresAt && expiresAt > ctx.clock.now()) {
    await mailLink(ctx, tx, request, expiresAt);
    return;
  }
  const props = { name, url: requestUrl(ctx, id) };
  await ctx.mailer.enqueue(tx, { template: "approval-expired", to, locale, props }, { accessRequestId: id });
}

function approvalEnd(ctx: CoreContext, { approvalExpiresAt }: Approved): Date {
  const end = secondsAfter(ctx.clock.now(), approvalSeconds);
  return approvalExpiresAt && approvalExpiresAt > end ? approvalExpiresAt : end;
}

function approveUntil(tx: Transaction, id: string, approvalExpiresAt: Date): Promise<unknown> {
  return tx.accessRequest.update({ where: { id }, data: { status: "APPROVED", approvalExpiresAt } });
}

/** Null at the address's email limit. */
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

export async function voidApprovals(
  ctx: CoreContext,
  tx: Transaction,
  accessRequestId: string,
  replacement?: string,
): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: {
      accessRequestId,
      purpose: "APPROVAL",
      usedAt: null,
      voidedAt: null,
      ...(replacement === undefined ? {} : { tokenHash: { not: hashToken(replacement) } }),
    },
    data: { voidedAt: ctx.clock.now() },
  });
}
