import { z } from "zod";
import { changeEmailSchema } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import { gaveSecondFactor, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../kernel/database";
import { emailChangeSeconds, emailChangeUndoSeconds, passwordResetSeconds, secondsAfter } from "../kernel/lifetimes";
import { consumeToken, findToken, mintToken, voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { endSessions, endSessionsElsewhere } from "../sessions/end-sessions";
import type { IssuedSession } from "../sessions/issue-session";
import { attemptCode } from "../sign-in/attempt";
import { consumeSecondFactor } from "../sign-in/mfa/methods";
import { verifyPassword } from "../sign-in/verify-password";
import { lockUser } from "../users/lock-user";
import { nextPasswordChange, voidPendingChanges } from "../users/set-password";

type ChangeError = "invalid_credentials" | "mfa_code_invalid" | "email_unchanged" | "rate_limited";
const newEmail = z.strictObject({ newEmail: z.string() });

/** Hides whether the address is taken, and emails its owner. */
export const changeEmail = act({
  access: "user",
  input: changeEmailSchema,
  output: newEmail,
  errors: ["invalid_credentials", "mfa_code_invalid", "email_unchanged", "rate_limited"],
  example: {
    input: { newEmail: "new@company.com", currentPassword: "SecurePass1" },
    output: { newEmail: "new@company.com" },
  },
  async run(ctx, actor, input) {
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
      return inTransaction<{ newEmail: string }, ChangeError>(ctx, async (tx) => {
        await lockUser(tx, userId);
        return start(tx);
      });
    }
    return attemptCode<{ newEmail: string }, ChangeError>(
      ctx,
      { act: "change_email", userId, actor, code },
      (attempt) =>
        inTransaction<{ newEmail: string }, ChangeError>(ctx, async (tx) => {
          await lockUser(tx, userId);
          const factor = await consumeSecondFactor(ctx, tx, actor.user, attempt);
          return factor ? start(tx) : err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });
        }),
    );
  },
});

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
  // Makes a taken address cost the same.
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

export async function getPendingEmailChange(
  ctx: CoreContext,
  actor: UserActor,
): Promise<{ newEmail: string; expiresAt: Date } | null> {
  return ctx.db.emailChange.findFirst({
    where: { userId: actor.user.id, confirmedAt: null, cancelledAt: null, expiresAt: { gt: ctx.clock.now() } },
    orderBy: { createdAt: "desc" },
    select: { newEmail: true, expiresAt: true },
  });
}

export async function cancelEmailChange(ctx: CoreContext, actor: UserActor): Promise<Result<undefined, "not_found">> {
  return inTransaction<undefined, "not_found">(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, actor.user.id);
    const cancelled = await tx.emailChange.updateMany({
      where: { userId: actor.user.id, confirmedAt: null, cancelledAt: null, expiresAt: { gt: now } },
      data: { cancelledAt: now },
    });
    if (cancelled.count === 0) return err("not_found");
    await voidUserTokens(tx, actor.user.id, ["EMAIL_CHANGE"], now);
    await recordAuditEvent(ctx, tx, { action: "user.email_change_cancelled", actor });
    return ok();
  });
}

interface Confirmed {
  email: string;
  /** Null if the browser isn't signed in to this account. */
  session: IssuedSession | null;
}

/** Relies on the database for uniqueness. Keeps an undo link for 72 hours. Idempotent. */
export async function confirmEmailChange(
  ctx: CoreContext,
  input: { token: string },
  browser: UserActor | null = null,
): Promise<Result<Confirmed, "token_invalid">> {
  const found = await findToken(ctx.db, "EMAIL_CHANGE", input.token);
  if (!found?.userId || !found.emailChangeId) return err("token_invalid");
  const { userId, emailChangeId } = found;
  try {
    return await inTransaction<Confirmed, "token_invalid">(ctx, async (tx) => {
      const now = ctx.clock.now();
      await lockUser(tx, userId);
      const token = await consumeToken(tx, "EMAIL_CHANGE", input.token, now);
      const change = await tx.emailChange.findUniqueOrThrow({ where: { id: emailChangeId }, include: { user: true } });
      const { user } = change;
      if (!token) {
        const isDone = change.confirmedAt !== null && change.undoneAt === null && user.email === change.newEmail;
        return isDone ? ok({ email: user.email, session: null }) : err("token_invalid");
      }
      if (change.cancelledAt || user.deactivatedAt || user.email !== change.oldEmail) return err("token_invalid");

      const undoExpiresAt = secondsAfter(now, emailChangeUndoSeconds);
      await tx.user.update({ where: { id: userId }, data: { email: change.newEmail, emailVerifiedAt: now } });
      await tx.emailChange.update({ where: { id: change.id }, data: { confirmedAt: now, undoExpiresAt } });
      await voidUserTokens(tx, userId, ["PASSWORD_RESET", "EMAIL_VERIFICATION"], now);
      // A second change mustn't prevent undoing the first.
      await tx.oneTimeToken.updateMany({
        where: { emailChangeId: change.id, purpose: "EMAIL_CHANGE_UNDO", usedAt: null, voidedAt: null },
        data: { voidedAt: now },
      });
      const undo = await mintToken(tx, {
        purpose: "EMAIL_CHANGE_UNDO",
        email: change.oldEmail,
        userId,
        emailChangeId: change.id,
        expiresAt: undoExpiresAt,
      });
      await recordAuditEvent(ctx, tx, {
        action: "user.email_changed",
        actor: { id: userId, email: change.newEmail },
        details: { oldEmail: change.oldEmail, newEmail: change.newEmail },
      });
      await ctx.mailer.enqueue(tx, {
        template: "email-changed",
        to: change.oldEmail,
        locale: user.locale,
        props: {
          name: user.name,
          newEmail: change.newEmail,
          undoUrl: tokenUrl(ctx.config, "undo-email-change", undo),
          undoExpiresAt,
          origin: mailOrigin(ctx),
        },
      });
      const session = await endSessionsElsewhere(ctx, tx, userId, browser, "email_changed");
      return ok({ email: change.newEmail, session });
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return err("token_invalid");
    throw thrown;
  }
}

/** Disables the password, which the requester knew, and mails a reset link to the old address. */
export async function undoEmailChange(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<{ email: string }, "token_invalid">> {
  const found = await findToken(ctx.db, "EMAIL_CHANGE_UNDO", input.token);
  if (!found?.userId || !found.emailChangeId) return err("token_invalid");
  const { userId, emailChangeId } = found;
  try {
    return await inTransaction<{ email: string }, "token_invalid">(ctx, async (tx) => {
      const now = ctx.clock.now();
      await lockUser(tx, userId);
      const token = await consumeToken(tx, "EMAIL_CHANGE_UNDO", input.token, now);
      const change = await tx.emailChange.findUniqueOrThrow({ where: { id: emailChangeId }, include: { user: true } });
      const { user } = change;
      if (!token || change.undoneAt || user.deactivatedAt) return err("token_invalid");

      await voidPendingChanges(tx, userId, now);
      await voidUserTokens(tx, userId, ["EMAIL_VERIFICATION", "EMAIL_CHANGE_UNDO"], now);
      await tx.user.update({
        where: { id: userId },
        data: {
          email: change.oldEmail,
          emailVerifiedAt: now,
          passwordHash: null,
          passwordChangedAt: nextPasswordChange(now, user.passwordChangedAt),
        },
      });
      await tx.emailChange.update({ where: { id: change.id }, data: { undoneAt: now } });
      await endSessions(tx, userId, now, "email_change_undone");
      const expiresAt = secondsAfter(now, passwordResetSeconds);
      const reset = await mintToken(tx, { purpose: "PASSWORD_RESET", email: change.oldEmail, userId, expiresAt });
      await recordAuditEvent(ctx, tx, {
        action: "user.email_change_undone",
        actor: { id: userId, email: change.oldEmail },
        details: { newEmail: change.newEmail },
      });
      await ctx.mailer.enqueue(tx, {
        template: "password-reset",
        to: change.oldEmail,
        locale: user.locale,
        props: {
          name: user.name,
          url: tokenUrl(ctx.config, "reset-password", reset),
          expiresAt,
          origin: mailOrigin(ctx),
        },
      });
      return ok({ email: change.oldEmail });
    });
  } catch (thrown) {
    // Another user has taken the old address.
    if (isUniqueViolation(thrown)) return err("token_invalid");
    throw thrown;
  }
}
