import type { CoreContext } from "../context";

/**
 * One budget of consecutive failures per account, over passwords, TOTP and recovery codes, in every API. The first
 * four failures cost nothing; from the fifth on each starts a pause that doubles from 30 s to an hour. Attempts made
 * during a pause are not evaluated and do not prolong it.
 */
const pauseSecondsMin = 30;
const pauseSecondsMax = 60 * 60;
const freeFailures = 4;
/** Everybody who is not a device that the account knows. */
const strangers = "stranger";

export type Reservation = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/**
 * Takes one attempt before anything is verified, so that a parallel burst cannot be evaluated beyond the budget. The
 * caller gives it back with `clearAttempts` (proven) or `releaseAttempt` (not an attempt after all).
 */
export async function reserveAttempt(ctx: CoreContext, userId: string): Promise<Reservation> {
  const now = ctx.clock.now();
  const reserved = await ctx.db.$queryRaw<{ failures: number }[]>`
    INSERT INTO attempt_budgets AS budget (user_id, device, failures, updated_at)
    VALUES (${userId}::uuid, ${strangers}, 1, ${now})
    ON CONFLICT (user_id, device) DO UPDATE SET
      failures = budget.failures + 1,
      updated_at = ${now},
      blocked_until = CASE WHEN budget.failures >= ${freeFailures}
        THEN ${now}::timestamptz + make_interval(secs => least(${pauseSecondsMax}, ${pauseSecondsMin} * power(2, least(budget.failures - ${freeFailures}, 20))))
      END
    WHERE budget.blocked_until IS NULL OR budget.blocked_until <= ${now}
    RETURNING failures`;
  if (reserved.length > 0) return { allowed: true };
  const budget = await ctx.db.attemptBudget.findUnique({ where: { userId_device: { userId, device: strangers } } });
  const pausedUntil = budget?.blockedUntil ?? now;
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((pausedUntil.getTime() - now.getTime()) / 1000)) };
}

/** Gives one reserved attempt back, for what turned out not to be a failure but does not prove the account either. */
export async function releaseAttempt(ctx: CoreContext, userId: string): Promise<void> {
  await ctx.db.attemptBudget.updateMany({
    where: { userId, device: strangers, failures: { gt: 0 } },
    data: { failures: { decrement: 1 }, blockedUntil: null },
  });
}

/** Starts afresh after the account was fully proven. */
export async function clearAttempts(ctx: CoreContext, userId: string): Promise<void> {
  await ctx.db.attemptBudget.updateMany({
    where: { userId, failures: { gt: 0 } },
    data: { failures: 0, blockedUntil: null },
  });
}
