import { v7 as timeOrderedId } from "uuid";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { earlierOf, refreshTokenSeconds, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { keepsToken } from "./audiences";
import { type IssuedSession, tokensOf } from "./issue-session";

/** Ends unfinished sign-ins too. Call it in the transaction of the act. */
export function endSessions(tx: Transaction, userId: string, now: Date, reason: string): Promise<number> {
  return end(tx, userId, now, reason);
}

/**
 * Renews the current session, so copied cookies end. Null `session`: the API keeps its token. `unauthenticated`: the
 * current session has ended.
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

/** For acts by an emailed link. Renews the browser's own session. */
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

export const renewedReason = "renewed";

export interface Given {
  first?: boolean;
  second?: boolean;
  amr?: string[];
  passkeyId?: string;
}

/**
 * Changes id and tokens, so copied tokens don't get the step-up. Call it in the transaction of the act.
 * `unauthenticated`: the session has ended.
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
      id: timeOrderedId(),
      userId,
      audience,
      startedWith,
      createdAt,
      expiresAt,
      userAgent,
      ip,
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

/** Null: the API keeps its token. */
export async function renewUnlessKept(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  given: Given,
): Promise<Result<IssuedSession | null, "unauthenticated">> {
  return keepsToken(actor.session.audience) ? ok(null) : renewSession(ctx, tx, actor, given);
}

const guessedReason = "too_many_guesses";

/** False: already ended. */
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
