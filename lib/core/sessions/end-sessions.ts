import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { ok, type Result } from "../kernel/result";
import type { IssuedSession } from "./issue-session";
import { type Given, renewUnlessKept } from "./renew-session";

/**
 * Ends an account's sessions of every API and its unfinished sign-ins. Part of the transaction of whatever made them
 * untrustworthy.
 */
export function endSessions(tx: Transaction, userId: string, now: Date, reason: string): Promise<number> {
  return end(tx, userId, now, reason);
}

/**
 * The same for all but the actor's session, which is renewed, so that a copy of its cookies ends, too. The session is
 * null where the API's document keeps the token. `unauthenticated`: the session has ended meanwhile.
 */
export async function endOtherSessions(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  reason: string,
  given: Given = {},
): Promise<Result<{ revoked: number; session: IssuedSession | null }, "unauthenticated">> {
  const revoked = await end(tx, actor.user.id, ctx.clock.now(), reason, actor.session.id);
  const renewed = await renewUnlessKept(ctx, tx, actor, given);
  return renewed.ok ? ok({ revoked, session: renewed.value }) : renewed;
}

/**
 * Ends an account's sessions after an act that the mailbox proved. The browser that it was done in stays signed in, with
 * a renewed session, if it is the account's own.
 */
export async function endSessionsElsewhere(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  browser: UserActor | null,
  reason: string,
): Promise<IssuedSession | null> {
  const own = browser?.user.id === userId ? browser : null;
  const kept = own ? await endOtherSessions(ctx, tx, own, reason) : null;
  if (kept?.ok) return kept.value.session;
  await end(tx, userId, ctx.clock.now(), reason);
  return null;
}

async function end(
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
