import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation } from "../kernel/database";
import { emailChangeUndoSeconds, secondsAfter } from "../kernel/lifetimes";
import { consumeToken, findToken, mintToken, voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { endSessionsElsewhere } from "../sessions/end-sessions";
import type { IssuedSession } from "../sessions/issue-session";
import { lockUser } from "../users/lock-user";

interface Confirmed {
  email: string;
  /** The renewed session of the browser. Null: it has none of this account. */
  session: IssuedSession | null;
}

/**
 * Moves the account to the address that the token was mailed to. Uniqueness is decided by the database at this very
 * write: of two accounts that confirm the same address one gets it. Confirming twice is a success. Links mailed to the
 * old address die, except the one that undoes this within 72 hours. Sessions end, except that of the browser it is done
 * in, which is renewed.
 */
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
      // Only this change's: an earlier change keeps its way back, or a second one would cut it off.
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
