import type { Transaction } from "../database";

/**
 * Ends an account's sessions of every API and its unfinished sign-ins, except the session given. Part of the
 * transaction of whatever made them untrustworthy.
 */
export async function endSessions(
  tx: Transaction,
  userId: string,
  now: Date,
  reason: string,
  exceptSessionId?: string,
): Promise<number> {
  const ended = await tx.session.updateMany({
    where: {
      userId,
      revokedAt: null,
      expiresAt: { gt: now },
      ...(exceptSessionId === undefined ? {} : { id: { not: exceptSessionId } }),
    },
    data: { revokedAt: now, revokedReason: reason },
  });
  await tx.loginTicket.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
  return ended.count;
}
