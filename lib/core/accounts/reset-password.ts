import type { ResetPasswordInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { consumeToken, findToken, tokenState } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { endSessions } from "../sessions/end-sessions";
import { rememberDevice } from "../sessions/known-device";
import { clearPasswordAttempts } from "../sign-in/attempt";
import { turnOf } from "../users/account-gate";
import { lockUser } from "../users/lock-user";
import { sendSecurityNotice } from "../users/security-notice";
import { checkNewPassword, nextPasswordChange, voidPendingChanges } from "../users/set-password";
import { endRegistrations } from "./sign-up/pending-registration";
import { tellOfApprovedJoining } from "./sign-up/tell-of-approved-joining";

/**
 * Sets a new password with a mailed token. Every session of every API ends, nobody is signed in, MFA stays as it is.
 * A refused password does not spend the token. The mailbox was proven, so the address counts as verified and the
 * account's budgets of passwords start afresh, the browser's own among them. That of the second factor does not: it
 * guards against whoever reads the mailbox. Resets and alarms share one limit per account.
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
        // The mailbox has not proven the second factor that was turned off before.
        ...{ secondFactorOffAt: null, secondFactorSince: null },
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
