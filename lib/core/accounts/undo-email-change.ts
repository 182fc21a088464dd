import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation } from "../kernel/database";
import { passwordResetSeconds, secondsAfter } from "../kernel/lifetimes";
import { consumeToken, findToken, mintToken, voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { endSessions } from "../sessions/end-sessions";
import { lockUser } from "../users/lock-user";
import { nextPasswordChange, voidPendingChanges } from "../users/set-password";

/**
 * "This wasn't me", from the old address: a pending change is cancelled, one that happened is taken back. Whoever asked
 * for it knew the password, so the password stops working, all sessions end and a reset link goes to the old address.
 */
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
    // Somebody else has taken the old address since.
    if (isUniqueViolation(thrown)) return err("token_invalid");
    throw thrown;
  }
}
