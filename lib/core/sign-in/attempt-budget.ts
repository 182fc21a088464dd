import type { AttemptKind } from "@/generated/prisma/enums";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";

/** How many failures in a row are free, and how long those after them stop further attempts (ADR 0022). Seconds. */
export interface PauseRule {
  freeFailures: number;
  pauseMin: number;
  /** Pauses double up to this. */
  pauseMax: number;
  /** True: counting begins anew when a pause is over. */
  restartsAfterPause?: true;
  /** Counting begins anew after so long without a failure. Absent: never. */
  restartsAfterQuiet?: number;
}

/** One row of counted failures that an attempt is taken from. */
export interface BudgetRow {
  device: string;
  rule: PauseRule;
  /** By what was taken before it: true counts here, and is not stopped by a pause. */
  ignoresPause?: (taken: readonly TakenRow[]) => boolean;
}

/** A failure that is counted ahead of the check. */
export interface TakenRow extends BudgetRow {
  /** Failures in a row with this one, should it fail. */
  failures: number;
  /** The end of the pause that this failure has started. Null: it has started none. */
  pausesUntil: Date | null;
}

const never = new Date(0);

/**
 * Counts one failure before anything is verified, so that a parallel burst cannot be evaluated beyond the budget.
 * Attempts made during a pause are not counted and do not prolong it; they get null.
 */
export async function takeFrom(
  ctx: CoreContext,
  userId: string,
  kind: AttemptKind,
  row: BudgetRow,
  taken: readonly TakenRow[],
): Promise<TakenRow | null> {
  const now = ctx.clock.now();
  const { device, rule } = row;
  const quietSince = rule.restartsAfterQuiet === undefined ? never : secondsAfter(now, -rule.restartsAfterQuiet);
  const [counted] = await ctx.db.$queryRaw<{ failures: number; blockedUntil: Date | null }[]>`/* prepared */
    INSERT INTO attempt_budgets AS budget (user_id, device, kind, failures, updated_at)
    VALUES (${userId}::uuid, ${device}, ${kind}::attempt_kind, 1, ${now})
    ON CONFLICT (user_id, device) DO UPDATE SET (failures, blocked_until, updated_at) = (
      SELECT counted.failures,
        CASE WHEN budget.blocked_until > ${now} THEN budget.blocked_until
          WHEN counted.failures > ${rule.freeFailures}::int THEN ${now}::timestamptz + make_interval(secs =>
            least(${rule.pauseMax}::int, ${rule.pauseMin}::int * power(2, least(counted.failures - ${rule.freeFailures}::int - 1, 20))))
        END,
        ${now}::timestamptz
      FROM (
        SELECT CASE WHEN budget.updated_at <= ${quietSince}
            OR (${rule.restartsAfterPause ?? false} AND budget.blocked_until <= ${now}) THEN 1
          ELSE budget.failures + 1 END AS failures
      ) AS counted)
    WHERE ${row.ignoresPause?.(taken) ?? false} OR budget.blocked_until IS NULL OR budget.blocked_until <= ${now}
    RETURNING budget.failures, budget.blocked_until AS "blockedUntil"`;
  if (!counted) return null;
  const ownEnd = secondsAfter(now, pauseSeconds(rule, counted.failures));
  const isOwn = counted.blockedUntil?.getTime() === ownEnd.getTime() && ownEnd > now;
  return { ...row, failures: counted.failures, pausesUntil: isOwn ? ownEnd : null };
}

/** Of these rows the one that is paused longest, and whole seconds until none of them is. */
export async function longestPause(
  ctx: CoreContext,
  userId: string,
  rows: BudgetRow[],
): Promise<{ device: string | null; seconds: number }> {
  const longest = await ctx.db.attemptBudget.findFirst({
    where: { userId, device: { in: rows.map(({ device }) => device) }, blockedUntil: { not: null } },
    orderBy: { blockedUntil: "desc" },
    select: { device: true, blockedUntil: true },
  });
  const milliseconds = (longest?.blockedUntil?.getTime() ?? 0) - ctx.clock.now().getTime();
  return { device: longest?.device ?? null, seconds: Math.max(1, Math.ceil(milliseconds / 1000)) };
}

function pauseSeconds({ freeFailures, pauseMin, pauseMax }: PauseRule, failures: number): number {
  const beyond = failures - freeFailures;
  return beyond <= 0 ? 0 : Math.min(pauseMax, pauseMin * 2 ** Math.min(beyond - 1, 20));
}

/** Gives one counted failure back. Of pauses it lifts the one that this very failure has started, and no other. */
export async function giveBack(ctx: CoreContext, userId: string, row: TakenRow): Promise<void> {
  await ctx.db.$executeRaw`/* prepared */
    UPDATE attempt_budgets SET failures = failures - 1,
      blocked_until = CASE WHEN blocked_until = ${row.pausesUntil}::timestamptz THEN NULL ELSE blocked_until END
    WHERE user_id = ${userId}::uuid AND device = ${row.device} AND failures > 0`;
}

/** Begins these rows of one account afresh. */
export async function clearRows(ctx: CoreContext, userId: string, devices: string[]): Promise<void> {
  await ctx.db.$executeRaw`/* prepared */
    UPDATE attempt_budgets SET failures = 0, blocked_until = NULL
    WHERE user_id = ${userId}::uuid AND device = ANY(${devices}) AND failures > 0`;
}

/** The same for the first of them; all of them are known from now on as where something right came from. */
export async function clearAndProve(ctx: CoreContext, userId: string, devices: string[]): Promise<void> {
  const now = ctx.clock.now();
  // In one order, so that two of these at once cannot wait for each other.
  const sorted = [...new Set(devices)].sort();
  await ctx.db.$executeRaw`/* prepared */
    INSERT INTO attempt_budgets AS budget (user_id, device, proven_at, updated_at)
    SELECT ${userId}::uuid, place.device, ${now}::timestamptz, ${now}::timestamptz FROM unnest(${sorted}::text[]) AS place (device)
    ON CONFLICT (user_id, device) DO UPDATE SET proven_at = ${now}, updated_at = ${now},
      failures = CASE WHEN budget.device = ${devices[0]} THEN 0 ELSE budget.failures END,
      blocked_until = CASE WHEN budget.device = ${devices[0]} THEN NULL ELSE budget.blocked_until END`;
}
