import type { AttemptKind } from "@/generated/prisma/enums";
import { clientKey, networkKey } from "@/lib/values/client-key";
import { totpCodeSchema } from "@/lib/values/codes";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { findKnownDevice } from "../sessions/known-device";

/** Free failures in a row, and pauses in seconds (ADR 0022). */
export interface PauseRule {
  freeFailures: number;
  pauseMin: number;
  /** Pauses double up to this. */
  pauseMax: number;
  restartsAfterPause?: true;
  /** Without a failure. Absent: never. */
  restartsAfterQuiet?: number;
}

export interface BudgetRow {
  device: string;
  rule: PauseRule;
  ignoresPause?: (taken: readonly TakenRow[]) => boolean;
}

/** Counted before the check. */
export interface TakenRow extends BudgetRow {
  /** Including this one. */
  failures: number;
  /** Null: this failure started no pause. */
  pausesUntil: Date | null;
}

const never = new Date(0);

/** Counts a failure before the check, so a parallel burst can't exceed the budget. Null: paused, so not counted. */
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

/** Whole seconds. */
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

/** Ends a pause only if this failure started it. */
export async function giveBack(ctx: CoreContext, userId: string, row: TakenRow): Promise<void> {
  await ctx.db.$executeRaw`/* prepared */
    UPDATE attempt_budgets SET failures = failures - 1,
      blocked_until = CASE WHEN blocked_until = ${row.pausesUntil}::timestamptz THEN NULL ELSE blocked_until END
    WHERE user_id = ${userId}::uuid AND device = ${row.device} AND failures > 0`;
}

export async function clearRows(ctx: CoreContext, userId: string, devices: string[]): Promise<void> {
  await ctx.db.$executeRaw`/* prepared */
    UPDATE attempt_budgets SET failures = 0, blocked_until = NULL
    WHERE user_id = ${userId}::uuid AND device = ANY(${devices}) AND failures > 0`;
}

/** Clears the first row and marks all as proven. */
export async function clearAndProve(ctx: CoreContext, userId: string, devices: string[]): Promise<void> {
  const now = ctx.clock.now();
  // Sorted against deadlocks.
  const sorted = [...new Set(devices)].sort();
  await ctx.db.$executeRaw`/* prepared */
    INSERT INTO attempt_budgets AS budget (user_id, device, proven_at, updated_at)
    SELECT ${userId}::uuid, place.device, ${now}::timestamptz, ${now}::timestamptz FROM unnest(${sorted}::text[]) AS place (device)
    ON CONFLICT (user_id, device) DO UPDATE SET proven_at = ${now}, updated_at = ${now},
      failures = CASE WHEN budget.device = ${devices[0]} THEN 0 ELSE budget.failures END,
      blocked_until = CASE WHEN budget.device = ${devices[0]} THEN NULL ELSE budget.blocked_until END`;
}

/** Time in which a network stays known. */
const provenSeconds = 30 * 24 * 60 * 60;

/** Five tries, then pauses of 30 s to an hour. */
const ownTries: PauseRule = { freeFailures: 4, pauseMin: 30, pauseMax: 60 * 60 };
/**
 * Unknown networks together: after 100 failures a try per 30 s, some 3,000 a day. Slows guessing without locking out
 * owners.
 */
const allStrangers: PauseRule = { freeFailures: 100, pauseMin: 1, pauseMax: 30, restartsAfterQuiet: 60 * 60 };
/** Wrong TOTP codes in a row that stop them for a day. */
export const codesInARow = 20;
const allCodes: PauseRule = {
  freeFailures: codesInARow - 1,
  pauseMin: 24 * 60 * 60,
  pauseMax: 24 * 60 * 60,
  restartsAfterPause: true,
};
/** Only counts, for notices. Never restarts, so slow guesses count. */
const heard: PauseRule = { freeFailures: 2_147_483_647, pauseMin: 0, pauseMax: 0 };
/** Wrong codes of a trusted browser that end its exemption from the pause of codes. */
const trustedTries = 5;

/** Values of `device` besides browsers, networks and sessions. */
const rows = {
  strangers: "stranger",
  heardOfStrangers: "heard:stranger",
  heardInSessions: "heard:session",
  codes: "code:all",
  codesOfStrangers: "code:stranger",
  heardRecovery: "code:heard:recovery",
} as const;

/** True for the row that stops TOTP codes for a day. */
export const isRowOfCodes = (device: string | null): boolean => device === rows.codes;

/** Guesses with a stolen cookie pause only its session. */
const sessionRows = (sessionId: string) => ({ password: `session:${sessionId}`, code: `code:session:${sessionId}` });

/** Taken in order. The last one is for notices. */
export interface Sources {
  take: BudgetRow[];
  isKnownBrowser: boolean;
  /** Rows to clear or prove. The first is the source. */
  proven: string[];
  /** Cleared without becoming known. */
  clears?: string[];
}

/** A known browser or network counts alone, so unknown ones can't pause it. */
export async function passwordSources(ctx: CoreContext, userId: string, sessionId?: string): Promise<Sources> {
  const address = `address:${clientKey(ctx.request.ip)}`;
  const network = `network:${networkKey(ctx.request.ip)}`;
  const browser = await findKnownDevice(ctx, userId);
  if (sessionId !== undefined) {
    const own = sessionRows(sessionId).password;
    return {
      take: [
        { device: own, rule: ownTries },
        { device: rows.heardInSessions, rule: heard },
      ],
      isKnownBrowser: browser !== null,
      proven: [own, address, network],
      clears: [rows.heardInSessions],
    };
  }
  const known = browser?.id ?? (await provenPlace(ctx, userId, [address, network]));
  const own = known ?? network;
  return {
    take: [
      { device: own, rule: ownTries },
      ...(known === null
        ? [
            { device: rows.strangers, rule: allStrangers },
            { device: rows.heardOfStrangers, rule: heard },
          ]
        : []),
    ],
    isKnownBrowser: browser !== null,
    proven: [own, address, network],
  };
}

async function provenPlace(ctx: CoreContext, userId: string, places: string[]): Promise<string | null> {
  const since = secondsAfter(ctx.clock.now(), -provenSeconds);
  const proven = await ctx.db.$queryRaw<{ device: string }[]>`/* prepared */
    SELECT device FROM attempt_budgets
    WHERE user_id = ${userId}::uuid AND device = ANY(${places}) AND proven_at > ${since}`;
  return places.find((place) => proven.some(({ device }) => device === place)) ?? null;
}

/** Recovery codes (at least 50 random bits) count apart, so they work while TOTP codes are stopped. */
export async function codeSources(
  ctx: CoreContext,
  userId: string,
  code: string,
  sessionId?: string,
): Promise<Sources> {
  const browser = await findKnownDevice(ctx, userId);
  const isTrusted = browser !== null && browser.secondFactorAt !== null;
  const atSignIn = isTrusted ? `code:${browser.id}` : rows.codesOfStrangers;
  const recovery = `code:recovery:${isTrusted ? browser.id : networkKey(ctx.request.ip)}`;
  const inSession = sessionId === undefined ? undefined : sessionRows(sessionId).code;
  const proven = [...(inSession ? [inSession] : []), atSignIn, rows.codes, recovery, rows.heardRecovery];
  if (!totpCodeSchema.safeParse(code).success) {
    return {
      take: [
        { device: inSession ?? recovery, rule: ownTries },
        { device: rows.heardRecovery, rule: heard },
      ],
      isKnownBrowser: isTrusted,
      proven,
    };
  }
  return {
    take: [
      { device: inSession ?? atSignIn, rule: ownTries },
      {
        device: rows.codes,
        rule: allCodes,
        ignoresPause: ([first]) => isTrusted && first !== undefined && first.failures <= trustedTries,
      },
    ],
    isKnownBrowser: isTrusted,
    proven,
  };
}

/** For a new authenticator's first code. */
export function enrolmentSources(sessionId: string): Sources {
  const own = sessionRows(sessionId).code;
  return {
    take: [{ device: own, rule: ownTries }],
    isKnownBrowser: false,
    proven: [own, rows.codes, rows.codesOfStrangers],
  };
}

/** Passwords and codes together. */
export async function failuresInSession(ctx: CoreContext, userId: string, sessionId: string): Promise<number> {
  const { password, code } = sessionRows(sessionId);
  const { _sum } = await ctx.db.attemptBudget.aggregate({
    where: { userId, device: { in: [password, code] } },
    _sum: { failures: true },
  });
  return _sum.failures ?? 0;
}
