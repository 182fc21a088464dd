import { lockUser } from "../account/lock-user";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { consumeToken, findToken } from "../tokens/one-time-token";

/** Confirms the address that the token was mailed to. Doing it twice is a success; it never signs anybody in. */
export async function verifyEmail(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<{ email: string }, "token_invalid">> {
  const found = await findToken(ctx.db, "EMAIL_VERIFICATION", input.token);
  if (!found?.userId) return err("token_invalid");
  const userId = found.userId;
  return inTransaction<{ email: string }, "token_invalid">(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "EMAIL_VERIFICATION", input.token, now);
    const user = await tx.user.findUnique({ where: { id: userId } });
    if (!user || user.email !== found.email) return err("token_invalid");
    if (!token) {
      const wasSpent = await tx.oneTimeToken.count({ where: { id: found.id, usedAt: { not: null } } });
      return wasSpent === 1 && user.emailVerifiedAt ? ok({ email: user.email }) : err("token_invalid");
    }
    if (!user.emailVerifiedAt) {
      await tx.user.update({ where: { id: userId }, data: { emailVerifiedAt: now } });
      await recordAuditEvent(ctx, tx, { action: "user.email_verified", actor: user });
    }
    return ok({ email: user.email });
  });
}
