import { v7 as timeOrderedId } from "uuid";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { earlierOf, refreshTokenSeconds, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { keepsToken } from "./audiences";
import { type IssuedSession, tokensOf } from "./issue-session";

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
