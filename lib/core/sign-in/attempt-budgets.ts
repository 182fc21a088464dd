import type { AttemptKind } from "@/generated/prisma/enums";
import { clientKey, networkKey } from "@/lib/values/client-key";
import { totpCodeSchema } from "@/lib/values/codes";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { findKnownDevice } from "../sessions/known-device";

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

/** Seconds that a network counts as known after something right has come from it. */
const provenSeconds = 30 * 24 * 60 * 60;

/** Tries of one known browser or one network: five, then pauses of 30 s to an hour. */
const ownTries: PauseRule = { freeFailures: 4, pauseMin: 30, pauseMax: 60 * 60 };
/**
 * All unknown networks together: after a hundred failures one try at a time, up to 30 s apart, which makes some 3,000 a
 * day. It slows guessing from many networks down and keeps nobody out for longer than that.
 */
const allStrangers: PauseRule = { freeFailures: 100, pauseMin: 1, pauseMax: 30, restartsAfterQuiet: 60 * 60 };
/** Wrong TOTP codes in a row, from everywhere, that stop codes for a day. */
export const codesInARow = 20;
const allCodes: PauseRule = {
  freeFailures: codesInARow - 1,
  pauseMin: 24 * 60 * 60,
  pauseMax: 24 * 60 * 60,
  restartsAfterPause: true,
};
/** Counts for what the owner hears, and pauses nobody. No quiet hour ends it: a slow guesser is heard as well. */
const heard: PauseRule = { freeFailures: 2_147_483_647, pauseMin: 0, pauseMax: 0 };
/** Own wrong codes after which a browser that has given a second factor before is stopped like everybody. */
const trustedTries = 5;

/** Rows of `attempt_budgets` beside known browsers (their ids), networks and sessions. */
const rows = {
  strangers: "stranger",
  heardOfStrangers: "heard:stranger",
  heardInSessions: "heard:session",
  codes: "code:all",
  codesOfStrangers: "code:stranger",
  heardRecovery: "code:heard:recovery",
} as const;

/** True for the row whose pause stops the codes of an account for a day. */
export const isRowOfCodes = (device: string | null): boolean => device === rows.codes;

/** What is guessed inside a session counts there: nobody who has only a cookie pauses anything but that session. */
const sessionRows = (sessionId: string) => ({ password: `session:${sessionId}`, code: `code:session:${sessionId}` });

/** Where an attempt is taken from. Rows are taken in this order; the last one counts for what the owner hears. */
export interface Sources {
  take: BudgetRow[];
  /** True when the account knows the browser or has lately been signed in to from the network. */
  isKnownBrowser: boolean;
  /** Begins afresh what the right answer is for; the first row is where it came from. */
  proven: string[];
  /** Rows that a right password begins afresh besides, without becoming known. */
  clears?: string[];
}

/**
 * A password. At a sign-in, a known browser and a known network count for themselves, so strangers use up their own tries
 * alone. Inside a session it counts on the session.
 */
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

/** The first of these places that something right has lately come from. */
async function provenPlace(ctx: CoreContext, userId: string, places: string[]): Promise<string | null> {
  const since = secondsAfter(ctx.clock.now(), -provenSeconds);
  const proven = await ctx.db.$queryRaw<{ device: string }[]>`/* prepared */
    SELECT device FROM attempt_budgets
    WHERE user_id = ${userId}::uuid AND device = ANY(${places}) AND proven_at > ${since}`;
  return places.find((place) => proven.some(({ device }) => device === place)) ?? null;
}

/**
 * A code of the second factor. TOTP codes of everybody count together. Recovery codes, of 50 random bits or more, count
 * apart and by network: they still work while TOTP codes are stopped, and nobody elsewhere can pause them. Inside a session
 * both count on the session; TOTP codes count together with everybody's besides.
 */
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

/** The first code of a new authenticator: it guards nothing yet, and being right it ends what was counted before it. */
export function enrolmentSources(sessionId: string): Sources {
  const own = sessionRows(sessionId).code;
  return {
    take: [{ device: own, rule: ownTries }],
    isKnownBrowser: false,
    proven: [own, rows.codes, rows.codesOfStrangers],
  };
}

/** Wrong passwords and codes in a row inside one session, together. */
export async function failuresInSession(ctx: CoreContext, userId: string, sessionId: string): Promise<number> {
  const { password, code } = sessionRows(sessionId);
  const { _sum } = await ctx.db.attemptBudget.aggregate({
    where: { userId, device: { in: [password, code] } },
    _sum: { failures: true },
  });
  return _sum.failures ?? 0;
}
