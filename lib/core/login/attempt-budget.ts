import type { CoreContext } from "../context";
import type { Database, Transaction } from "../database";
import { findKnownDevice } from "./known-device";

/**
 * One budget of consecutive failures per account, over passwords, TOTP, recovery codes and passkeys, in every API. The
 * first four failures cost nothing; from the fifth on each starts a pause that doubles from 30 s to an hour. Attempts
 * made during a pause are not evaluated and do not prolong it. A browser that the account has signed in from counts for
 * itself, so strangers can use up their own tries and never its owner's (ADR 0004).
 */
const pauseSecondsMin = 30;
const pauseSecondsMax = 60 * 60;
const freeFailures = 4;
/** Everybody who is not a device that the account knows. */
const strangers = "stranger";

/** An attempt that was taken before anything is verified, and whose it is. */
export interface Attempt {
  userId: string;
  /** Whose budget it came from: the known device's, or the strangers'. */
  device: string;
  /** Consecutive failures with this one, should it fail. */
  failures: number;
}

export type Reservation = { allowed: true; attempt: Attempt } | { allowed: false; retryAfterSeconds: number };

/**
 * Takes one attempt before anything is verified, so that a parallel burst cannot be evaluated beyond the budget. The
 * caller gives it back with `clearAttempts` (proven) or `releaseAttempt` (not an attempt after all).
 */
export async function reserveAttempt(ctx: CoreContext, userId: string): Promise<Reservation> {
  const now = ctx.clock.now();
  const device = (await findKnownDevice(ctx, userId)) ?? strangers;
  const [reserved] = await ctx.db.$queryRaw<{ failures: number }[]>`/* prepared */
    INSERT INTO attempt_budgets AS budget (user_id, device, failures, updated_at)
    VALUES (${userId}::uuid, ${device}, 1, ${now})
    ON CONFLICT (user_id, device) DO UPDATE SET
      failures = budget.failures + 1,
      updated_at = ${now},
      blocked_until = CASE WHEN budget.failures >= ${freeFailures}
        THEN ${now}::timestamptz + make_interval(secs => least(${pauseSecondsMax}, ${pauseSecondsMin} * power(2, least(budget.failures - ${freeFailures}, 20))))
      END
    WHERE budget.blocked_until IS NULL OR budget.blocked_until <= ${now}
    RETURNING failures`;
  if (reserved) return { allowed: true, attempt: { userId, device, failures: reserved.failures } };
  const budget = await ctx.db.attemptBudget.findUnique({ where: { userId_device: { userId, device } } });
  const pausedUntil = budget?.blockedUntil ?? now;
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((pausedUntil.getTime() - now.getTime()) / 1000)) };
}

/** Starts the budget of whoever asks afresh, where the account was proven by something that nobody can guess. */
export async function clearOwnAttempts(ctx: CoreContext, userId: string): Promise<void> {
  const device = (await findKnownDevice(ctx, userId)) ?? strangers;
  await clearAttempts(ctx.db, { userId, device, failures: 0 });
}

/** True when this failure has started a pause for everybody whom the account does not know. */
export function startsPauseForStrangers({ device, failures }: Attempt): boolean {
  return device === strangers && failures > freeFailures;
}

/** Gives one reserved attempt back, for what turned out not to be a failure but does not prove the account either. */
export async function releaseAttempt(ctx: CoreContext, { userId, device }: Attempt): Promise<void> {
  await ctx.db.attemptBudget.updateMany({
    where: { userId, device, failures: { gt: 0 } },
    data: { failures: { decrement: 1 }, blockedUntil: null },
  });
}

/**
 * Starts this budget afresh after the account was fully proven; in the transaction of what was proven, where there is
 * one. That of others, under attack perhaps, stays.
 */
export async function clearAttempts(db: Database | Transaction, { userId, device }: Attempt): Promise<void> {
  await db.$executeRaw`/* prepared */
    UPDATE attempt_budgets SET failures = 0, blocked_until = NULL
    WHERE user_id = ${userId}::uuid AND device = ${device} AND failures > 0`;
}
