import { v7 as timeOrderedId } from "uuid";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { earlierOf, refreshTokenSeconds, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { keepsToken } from "./audiences";
import { type IssuedSession, tokensOf } from "./issue-session";

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

/** Why a session ended that was renewed: another row has taken its place. */
export const renewedReason = "renewed";

/** The factors that were given a moment ago. The other keeps the time that it has. */
export interface Given {
  first?: boolean;
  second?: boolean;
  /** Their names, for `amr`. */
  amr?: string[];
  /** The passkey, where one was given. */
  passkeyId?: string;
}

/**
 * Puts a new session in the place of the actor's: another id and other tokens, but the same begin, absolute end, device
 * and API. Whoever has copied the old tokens has nothing of what was just proven. Part of the transaction of whatever
 * raises the session. `unauthenticated`: the session has ended meanwhile.
 */
export async function renewSession(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  { first = false, second = false, amr = [], passkeyId }: Given,
): Promise<Result<IssuedSession, "unauthenticated">> {
  const now = ctx.clock.now();
  const [old] = await tx.session.updateManyAndReturn({
    where: { id: actor.session.id, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now, revokedReason: renewedReason },
  });
  if (!old) return err("unauthenticated");
  const { userId, audience, startedWith, createdAt, expiresAt, userAgent, ip } = old;
  const renewed = await tx.session.create({
    data: {
      ...{ id: timeOrderedId(), userId, audience, startedWith, createdAt, expiresAt, userAgent, ip },
      amr: [...new Set([...old.amr, ...amr])],
      firstFactorAt: first ? now : old.firstFactorAt,
      secondFactorAt: second ? now : old.secondFactorAt,
      passkeyId: passkeyId ?? old.passkeyId,
      lastSeenAt: now,
      rotatedAt: now,
      refreshExpiresAt: earlierOf(secondsAfter(now, refreshTokenSeconds), expiresAt),
    },
  });
  return ok(await tokensOf(ctx, renewed));
}

/**
 * The same for acts that other APIs have, too. Null where the API's document keeps the token: then the session stays as
 * it is.
 */
export async function renewUnlessKept(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  given: Given,
): Promise<Result<IssuedSession | null, "unauthenticated">> {
  return keepsToken(actor.session.audience) ? ok(null) : renewSession(ctx, tx, actor, given);
}

/** Why a session ended in which too many wrong passwords or codes were entered in a row. */
const guessedReason = "too_many_guesses";

/** Ends the session that guesses were made in. False when it had ended already. */
export async function endGuessedSession(ctx: CoreContext, { session, user }: UserActor): Promise<boolean> {
  const now = ctx.clock.now();
  return ctx.db.$transaction(async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: session.id, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now, revokedReason: guessedReason },
    });
    if (ended.count === 0) return false;
    await recordAuditEvent(ctx, tx, {
      action: "session.revoked",
      actor: "system",
      target: { type: "session", id: session.id },
      subjectId: user.id,
      details: { reason: guessedReason },
    });
    return true;
  });
}
