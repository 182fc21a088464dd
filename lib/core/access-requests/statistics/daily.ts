import type { CoreContext } from "../../kernel/context";

export interface Day {
  /** 2026-11-21, in UTC. */
  day: string;
  received: number;
  approved: number;
  rejected: number;
  signIns: number;
  failures: number;
}

type Counted = Omit<Day, "received" | "approved" | "rejected"> | Omit<Day, "signIns" | "failures">;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The first moment of the day (UTC) that many days ago, today being the first of them. */
export function startOfDays(now: Date, days: number): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(today - (days - 1) * dayMilliseconds);
}

/** Each day since then, the quiet ones too. */
export async function readDays(ctx: CoreContext, from: Date, days: number): Promise<Day[]> {
  const [received, decided, signIns] = await Promise.all([
    ctx.db.$queryRaw<Counted[]>`
      SELECT to_char(submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS received
      FROM access_requests WHERE submitted_at >= ${from} GROUP BY 1`,
    ctx.db.$queryRaw<Counted[]>`
      SELECT to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
             count(*) FILTER (WHERE status <> 'REJECTED')::int AS approved,
             count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected
      FROM access_requests
      WHERE decided_at >= ${from} AND status IN ('APPROVED', 'REGISTERED', 'EXPIRED', 'REJECTED') GROUP BY 1`,
    ctx.db.$queryRaw<Counted[]>`
      SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
             count(*) FILTER (WHERE action = 'login.succeeded')::int AS "signIns",
             count(*) FILTER (WHERE action <> 'login.succeeded')::int AS failures
      FROM audit_events
      WHERE action IN ('login.succeeded', 'login.failed', 'login.mfa_failed') AND at >= ${from} GROUP BY 1`,
  ]);
  const known = [...received, ...decided, ...signIns];
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(from.getTime() + index * dayMilliseconds).toISOString().slice(0, 10);
    const quiet: Day = { day, received: 0, approved: 0, rejected: 0, signIns: 0, failures: 0 };
    return Object.assign(quiet, ...known.filter((row) => row.day === day));
  });
}
