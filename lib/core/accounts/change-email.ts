import type { ChangeEmailInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import { gaveSecondFactor, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { emailChangeSeconds, emailChangeUndoSeconds, secondsAfter } from "../kernel/lifetimes";
import { mintToken } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { attemptCode } from "../sign-in/attempt";
import { consumeSecondFactor } from "../sign-in/mfa/consume-second-factor";
import { verifyPassword } from "../sign-in/verify-password";
import { lockUser } from "../users/lock-user";
import { voidPendingChanges } from "../users/set-password";

type Refusal = "invalid_credentials" | "mfa_code_invalid" | "email_unchanged" | "rate_limited";

/**
 * Asks for another address: nothing changes until the link mailed there is used, and the present address is told and
 * can cancel. Where MFA is on, the session must have given a second factor in the last ten minutes, or a code comes
 * along. An address that somebody else has is answered alike; its owner is told instead. Each mails an address that may be
 * a stranger's, so an account gets five a day.
 */
export async function changeEmail(
  ctx: CoreContext,
  actor: UserActor,
  input: ChangeEmailInput,
): Promise<Result<{ newEmail: string }, Refusal>> {
  const userId = actor.user.id;
  const password = await verifyPassword(ctx, { act: "change_email", userId, actor }, input.currentPassword);
  if (!password.ok) return password;
  if (input.newEmail === actor.user.email) {
    return err("email_unchanged", { fieldErrors: { newEmail: ["email_unchanged"] } });
  }
  const needsCode = actor.user.mfaEnabled && !gaveSecondFactor(ctx, actor);
  const { code } = input;
  if (needsCode && code === undefined) return err("mfa_code_invalid", { fieldErrors: { code: ["required"] } });
  const limit = await ctx.limits.consume("emailChange", userId);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  const start = async (tx: Transaction) => {
    await voidPendingChanges(tx, userId, ctx.clock.now());
    await startChange(ctx, tx, actor, input.newEmail);
    return ok({ newEmail: input.newEmail });
  };
  if (!needsCode || code === undefined) {
    return inTransaction<{ newEmail: string }, Refusal>(ctx, async (tx) => {
      await lockUser(tx, userId);
      return start(tx);
    });
  }
  return attemptCode<{ newEmail: string }, Refusal>(ctx, { act: "change_email", userId, actor, code }, (attempt) =>
    inTransaction<{ newEmail: string }, Refusal>(ctx, async (tx) => {
      await lockUser(tx, userId);
      const factor = await consumeSecondFactor(ctx, tx, actor.user, attempt);
      return factor ? start(tx) : err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });
    }),
  );
}

async function startChange(ctx: CoreContext, tx: Transaction, actor: UserActor, newEmail: string): Promise<void> {
  const now = ctx.clock.now();
  const { id: userId, name, email: oldEmail, locale } = actor.user;
  const expiresAt = secondsAfter(now, emailChangeSeconds);
  const change = await tx.emailChange.create({ data: { userId, oldEmail, newEmail, createdAt: now, expiresAt } });
  const forChange = { userId, emailChangeId: change.id };
  const undo = await mintToken(tx, {
    ...forChange,
    purpose: "EMAIL_CHANGE_UNDO",
    email: oldEmail,
    expiresAt: secondsAfter(expiresAt, emailChangeUndoSeconds),
  });
  const origin = mailOrigin(ctx);
  await ctx.mailer.enqueue(tx, {
    template: "email-change-requested",
    to: oldEmail,
    locale,
    props: { name, newEmail, undoUrl: tokenUrl(ctx.config, "undo-email-change", undo), origin },
  });
  await recordAuditEvent(ctx, tx, { action: "user.email_change_requested", actor, details: { newEmail } });

  const owner = await tx.user.findUnique({ where: { email: newEmail } });
  // Also for an owner, who is not mailed it: both must cost the same.
  const confirm = await mintToken(tx, { ...forChange, purpose: "EMAIL_CHANGE", email: newEmail, expiresAt });
  if (owner) {
    await ctx.mailer.enqueue(tx, {
      template: "email-change-collision",
      to: owner.email,
      locale: owner.locale,
      props: { name: owner.name, origin },
    });
    return;
  }
  await ctx.mailer.enqueue(tx, {
    template: "email-change-confirm",
    to: newEmail,
    locale,
    props: { name, newEmail, url: tokenUrl(ctx.config, "confirm-email-change", confirm), expiresAt, origin },
  });
}
