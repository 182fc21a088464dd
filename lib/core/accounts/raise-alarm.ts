import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { alarmSeconds, passwordResetSeconds, secondsAfter } from "../kernel/lifetimes";
import { consumeToken, findToken, mintToken, tokenState, voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { endSessions } from "../sessions/end-sessions";
import { clearPasswordAttempts } from "../sign-in/attempt";
import { voidInvitationTokens } from "../tenants/issue-invitation";
import { lockUser } from "../users/lock-user";
import { nextPasswordChange, voidPendingChanges } from "../users/set-password";

/**
 * Removes credentials added since seven days before the email. Removes 2FA turned on by the reported act or later,
 * unless a mailbox alone sufficed for that act (ADR 0023).
 */
export async function raiseAlarm(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<{ resetToken: string }, "token_invalid" | "rate_limited">> {
  const found = await findToken(ctx.db, "ALARM", input.token);
  if (!found?.userId) return err("token_invalid");
  const { userId } = found;
  if (tokenState(found, ctx.clock.now()) !== "open") return err("token_invalid");
  const limit = await ctx.limits.consume("mailboxProof", userId);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  return inTransaction<{ resetToken: string }, "token_invalid">(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "ALARM", input.token, now);
    const user = await tx.user.findUnique({ where: { id: userId } });
    if (!token || !user || user.deactivatedAt || user.email !== token.email) return err("token_invalid");

    // A link used late reaches no further.
    const noticedAt = secondsAfter(token.expiresAt, -alarmSeconds);
    const recently = { userId, createdAt: { gte: secondsAfter(noticedAt, -alarmSeconds) } };
    const passkeys = await tx.passkey.deleteMany({ where: recently });
    const identities = await tx.externalIdentity.deleteMany({ where: recently });
    const keys = await tx.apiKey.updateMany({ where: { ...recently, revokedAt: null }, data: { revokedAt: now } });
    const invitations = await tx.invitation.updateManyAndReturn({
      where: { invitedById: userId, createdAt: recently.createdAt, acceptedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    await voidInvitationTokens(
      ctx,
      tx,
      invitations.map(({ id }) => id),
    );
    const totp = await removeSecondFactorSince(tx, userId, token.byMailbox ? null : noticedAt);
    const voided = await voidedAlarms(tx, userId, now);
    await tx.totpEnrolment.deleteMany({ where: { userId } });
    await tx.knownDevice.deleteMany({ where: { userId } });
    await clearPasswordAttempts(tx, userId);
    await tx.mfaReset.updateMany({
      where: { userId, cancelledAt: null, completedAt: null },
      data: { cancelledAt: now },
    });
    await tx.user.update({
      where: { id: userId },
      data: {
        passwordHash: null,
        passwordChangedAt: nextPasswordChange(now, user.passwordChangedAt),
        deletionDueAt: null,
        secondFactorOffAt: null,
        secondFactorSince: null,
      },
    });
    await endSessions(tx, userId, now, "alarm");
    await voidPendingChanges(tx, userId, now);
    await voidUserTokens(tx, userId, [...voided, "SIGN_IN", "MFA_RESET_CANCEL", "DELETION_CANCEL"], now);
    await recordAuditEvent(ctx, tx, {
      action: "user.alarm_raised",
      actor: user,
      details: { passkeys: passkeys.count, identities: identities.count, keys: keys.count, totp },
    });
    const resetToken = await mintToken(tx, {
      purpose: "PASSWORD_RESET",
      email: user.email,
      userId,
      expiresAt: secondsAfter(now, passwordResetSeconds),
    });
    return ok({ resetToken });
  });
}

/** Maximum between an act and its email. */
const noticeSeconds = 60;

/** Removes none if `noticedAt` is null. */
async function removeSecondFactorSince(tx: Transaction, userId: string, noticedAt: Date | null): Promise<number> {
  if (noticedAt === null) return 0;
  const since = { gte: secondsAfter(noticedAt, -noticeSeconds) };
  const { count } = await tx.totpCredential.deleteMany({
    where: { userId, OR: [{ ownedSince: since }, { ownedSince: null, enabledAt: since }] },
  });
  if (count > 0) await tx.recoveryCode.deleteMany({ where: { userId } });
  return count;
}

/** An owner needs the alarm if an attacker turned on 2FA. */
async function voidedAlarms(tx: Transaction, userId: string, now: Date): Promise<"ALARM"[]> {
  const young = { userId, enabledAt: { gte: secondsAfter(now, -alarmSeconds) } };
  return (await tx.totpCredential.count({ where: young })) > 0 ? [] : ["ALARM"];
}
