import type { Email } from "@/lib/values/email";
import type { ChangePasswordInput, ResetPasswordInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireSecondFactorBesides, type UserActor } from "../kernel/actors";
import { type CoreContext, jobRequest } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { passwordResetSeconds, secondsAfter } from "../kernel/lifetimes";
import { consumeToken, deleteToken, findToken, mintToken, tokenState, voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { wasMailedBefore } from "../mail/mailed-before";
import { endOtherSessions, endSessions } from "../sessions/end-sessions";
import type { IssuedSession } from "../sessions/issue-session";
import { rememberDevice } from "../sessions/known-device";
import { clearPasswordAttempts } from "../sign-in/attempt";
import { verifyPassword } from "../sign-in/verify-password";
import { turnOf } from "../users/account-gate";
import { lockUser } from "../users/lock-user";
import { sendSecurityNotice } from "../users/security-notice";
import { checkNewPassword, nextPasswordChange, voidPendingChanges } from "../users/set-password";
import { endRegistrations, tellOfApprovedJoining } from "./sign-up/pending-registration";

type ChangeError =
  | "invalid_credentials"
  | "password_rejected"
  | "rate_limited"
  | "step_up_required"
  | "unauthenticated";

/** Needs, with 2FA, a second factor within ten minutes. Ends other sessions, reset links and pending email changes. */
export async function changePassword(
  ctx: CoreContext,
  actor: UserActor,
  input: ChangePasswordInput,
): Promise<Result<{ session: IssuedSession | null }, ChangeError>> {
  const besides = requireSecondFactorBesides(ctx, actor);
  if (!besides.ok) return besides;
  const current = await verifyPassword(
    ctx,
    { act: "change_password", userId: actor.user.id, actor },
    input.currentPassword,
  );
  if (!current.ok) return current;
  if (input.newPassword === input.currentPassword) {
    return err("password_rejected", { fieldErrors: { newPassword: ["password_same"] } });
  }
  const about = { email: actor.user.email, name: actor.user.name, organization: actor.tenant.name };
  const acceptable = await checkNewPassword(ctx, input.newPassword, about, "newPassword");
  if (!acceptable.ok) return acceptable;

  const passwordHash = await ctx.hasher.hash(input.newPassword, turnOf(ctx, actor.user.id));
  return inTransaction<{ session: IssuedSession | null }, ChangeError>(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, actor.user.id);
    const passwordChangedAt = nextPasswordChange(now, current.value.passwordChangedAt);
    const changed = await tx.user.updateMany({
      where: { id: actor.user.id, passwordChangedAt: current.value.passwordChangedAt },
      data: { passwordHash, passwordChangedAt },
    });
    if (changed.count === 0) return err("invalid_credentials");
    await voidPendingChanges(tx, actor.user.id, now);
    await recordAuditEvent(ctx, tx, { action: "user.password_changed", actor });
    await sendSecurityNotice(ctx, tx, actor.user, "password-changed", { how: "changed" });
    const renewed = await endOtherSessions(ctx, tx, actor, "password_changed", { first: true, amr: ["pwd"] });
    return renewed.ok ? ok({ session: renewed.value.session }) : renewed;
  });
}

/** Every email costs the same. */
export async function requestPasswordReset(ctx: CoreContext, input: { email: Email }): Promise<Result<undefined>> {
  await ctx.jobs.enqueue(ctx.db, { name: "mail-password-reset", email: input.email, request: jobRequest(ctx) });
  return ok();
}

/** Lasts an hour and voids earlier links. */
export async function mailPasswordReset(
  ctx: CoreContext,
  { email, once }: { email: string; once?: string },
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { email } });
  if (!user || user.deactivatedAt) return;
  await ctx.db.$transaction(async (tx) => {
    if (await wasMailedBefore(tx, once)) return;
    const now = ctx.clock.now();
    const expiresAt = secondsAfter(now, passwordResetSeconds);
    const token = await mintToken(tx, { purpose: "PASSWORD_RESET", email: user.email, userId: user.id, expiresAt });
    const props = {
      name: user.name,
      url: tokenUrl(ctx.config, "reset-password", token),
      expiresAt,
      origin: mailOrigin(ctx),
    };
    const mail = { template: "password-reset" as const, to: user.email, locale: user.locale, props };
    if ((await ctx.mailer.enqueue(tx, mail, { id: once })) === null) {
      await deleteToken(tx, token);
      return;
    }
    await voidUserTokens(tx, user.id, ["PASSWORD_RESET"], now, token);
    await recordAuditEvent(ctx, tx, { action: "user.password_reset_requested", subjectId: user.id });
  });
}

/** For accounts without a password. */
export async function mailOwnPasswordLink(ctx: CoreContext, actor: UserActor): Promise<Result<undefined>> {
  await ctx.jobs.enqueue(ctx.db, { name: "mail-password-reset", email: actor.user.email, request: jobRequest(ctx) });
  return ok();
}

/**
 * Ends every session. Keeps 2FA and its attempt limit, since the mailbox may be stolen. A rejected password doesn't
 * use the token.
 */
export async function resetPassword(
  ctx: CoreContext,
  input: ResetPasswordInput,
): Promise<Result<{ deviceToken: string | null }, "token_invalid" | "password_rejected" | "rate_limited">> {
  const found = await findToken(ctx.db, "PASSWORD_RESET", input.token);
  if (!found?.userId || tokenState(found, ctx.clock.now()) !== "open") return err("token_invalid");
  const userId = found.userId;
  const before = await ctx.db.user.findUnique({ where: { id: userId }, include: { tenant: true } });
  if (!before) return err("token_invalid");
  const about = { email: before.email, name: before.name, organization: before.tenant.name };
  const acceptable = await checkNewPassword(ctx, input.password, about);
  if (!acceptable.ok) return acceptable;

  const limit = await ctx.limits.consume("mailboxProof", userId);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });

  const passwordHash = await ctx.hasher.hash(input.password, turnOf(ctx, userId));
  return inTransaction<{ deviceToken: string | null }, "token_invalid">(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "PASSWORD_RESET", input.token, now);
    const user = await tx.user.findUnique({ where: { id: userId } });
    if (!token || !user || user.deactivatedAt || user.email !== token.email) return err("token_invalid");
    await tx.user.update({
      where: { id: userId },
      data: {
        passwordHash,
        passwordChangedAt: nextPasswordChange(now, user.passwordChangedAt),
        emailVerifiedAt: user.emailVerifiedAt ?? now,
        secondFactorOffAt: null,
        secondFactorSince: null,
      },
    });
    await endSessions(tx, userId, now, "password_reset");
    await voidPendingChanges(tx, userId, now);
    await endRegistrations(tx, userId, now);
    if (!user.emailVerifiedAt) await tellOfApprovedJoining(ctx, tx, userId);
    await clearPasswordAttempts(tx, userId);
    await recordAuditEvent(ctx, tx, { action: "user.password_reset", actor: user });
    await sendSecurityNotice(ctx, tx, user, "password-changed", { how: "reset" });
    return ok({ deviceToken: await rememberDevice(ctx, tx, userId) });
  });
}
