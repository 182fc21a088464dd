import type { CoreContext } from "../../kernel/context";

export interface Decisions {
  approved: number;
  rejected: number;
  /** Of them, by rules: at once, and therefore no part of the times. */
  byRule: number;
  /** From submission to decision by a person, in seconds. Null: nobody has decided anything. */
  medianSeconds: number | null;
  p90Seconds: number | null;
  /** Approvals whose time ran out unused. */
  expiredUnused: number;
}

/** What became of approvals of these days, each step of those before it. */
export interface Funnel {
  approved: number;
  registered: number;
  verified: number;
  mfa: number;
  firstKey: number;
}

/** Requests that were decided since then. */
export async function readDecisions(ctx: CoreContext, from: Date): Promise<Decisions> {
  const [row] = await ctx.db.$queryRaw<Omit<Decisions, "expiredUnused">[]>`
    SELECT count(*) FILTER (WHERE status <> 'REJECTED')::int AS approved,
           count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected,
           count(*) FILTER (WHERE decided_by_rule_id IS NOT NULL)::int AS "byRule",
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds))::float8 AS "medianSeconds",
           round(percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds))::float8 AS "p90Seconds"
    FROM (
      SELECT status, decided_by_rule_id,
             CASE WHEN decided_by_rule_id IS NULL AND decided_at >= submitted_at
               THEN extract(epoch FROM decided_at - submitted_at) END AS seconds
      FROM access_requests
      WHERE decided_at >= ${from} AND status IN ('APPROVED', 'REGISTERED', 'EXPIRED', 'REJECTED')
    ) AS decided`;
  const now = ctx.clock.now();
  const expiredUnused = await ctx.db.accessRequest.count({
    where: { status: { in: ["APPROVED", "EXPIRED"] }, approvalExpiresAt: { gte: from, lte: now } },
  });
  const none = { approved: 0, rejected: 0, byRule: 0, medianSeconds: null, p90Seconds: null };
  return { ...none, ...row, expiredUnused };
}

export async function readFunnel(ctx: CoreContext, from: Date): Promise<Funnel> {
  const [row] = await ctx.db.$queryRaw<Funnel[]>`
    SELECT count(*)::int AS approved,
           count(*) FILTER (WHERE registered)::int AS registered,
           count(*) FILTER (WHERE verified)::int AS verified,
           count(*) FILTER (WHERE verified AND mfa)::int AS mfa,
           count(*) FILTER (WHERE verified AND mfa AND has_key)::int AS "firstKey"
    FROM (
      SELECT request.status = 'REGISTERED' AS registered,
             person.email_verified_at IS NOT NULL AS verified,
             EXISTS (SELECT 1 FROM totp_credentials WHERE user_id = person.id)
               OR EXISTS (SELECT 1 FROM passkeys WHERE user_id = person.id) AS mfa,
             EXISTS (SELECT 1 FROM api_keys WHERE user_id = person.id) AS has_key
      FROM access_requests AS request LEFT JOIN users AS person ON person.id = request.user_id
      WHERE request.decided_at >= ${from} AND request.status IN ('APPROVED', 'REGISTERED', 'EXPIRED')
    ) AS approval`;
  return row ?? { approved: 0, registered: 0, verified: 0, mfa: 0, firstKey: 0 };
}

export interface Share {
  key: string;
  approved: number;
  rejected: number;
}

/** As many as a table of the overview has room for. */
const sharesMax = 8;

/** Decisions since then, by what the applicants buy, by the domains of their addresses. Most first. */
export async function readShares(ctx: CoreContext, from: Date): Promise<{ buyerModes: Share[]; domains: Share[] }> {
  const [buyerModes, domains] = await Promise.all([
    ctx.db.$queryRaw<Share[]>`
      SELECT buyer_mode AS key, count(*) FILTER (WHERE status <> 'REJECTED')::int AS approved,
             count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected
      FROM access_requests
      WHERE decided_at >= ${from} AND status IN ('APPROVED', 'REGISTERED', 'EXPIRED', 'REJECTED')
      GROUP BY key ORDER BY count(*) DESC, key LIMIT ${sharesMax}`,
    ctx.db.$queryRaw<Share[]>`
      SELECT email_domain AS key, count(*) FILTER (WHERE status <> 'REJECTED')::int AS approved,
             count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected
      FROM access_requests
      WHERE decided_at >= ${from} AND status IN ('APPROVED', 'REGISTERED', 'EXPIRED', 'REJECTED')
      GROUP BY key ORDER BY count(*) DESC, key LIMIT ${sharesMax}`,
  ]);
  return { buyerModes, domains };
}

export interface Decider extends Share {
  /** Null: rules, or somebody whose account is gone. */
  id: string | null;
  by: "person" | "rule" | "gone";
}

/** Decisions since then by who made them; `key` is the name of a person. Added up before anybody is looked up. */
export function readDeciders(ctx: CoreContext, from: Date): Promise<Decider[]> {
  return ctx.db.$queryRaw<Decider[]>`
    SELECT person.id, coalesce(person.name, '') AS key,
           CASE WHEN person.id IS NOT NULL THEN 'person' WHEN by_rule THEN 'rule' ELSE 'gone' END AS by,
           approved, rejected
    FROM (
      SELECT decided_by_id, decided_by_id IS NULL AND decided_by_rule_id IS NOT NULL AS by_rule,
             count(*) FILTER (WHERE status <> 'REJECTED')::int AS approved,
             count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected
      FROM access_requests
      WHERE decided_at >= ${from} AND status IN ('APPROVED', 'REGISTERED', 'EXPIRED', 'REJECTED')
      GROUP BY 1, 2
    ) AS decided LEFT JOIN users AS person ON person.id = decided.decided_by_id
    ORDER BY approved + rejected DESC, 2 LIMIT ${sharesMax}`;
}
