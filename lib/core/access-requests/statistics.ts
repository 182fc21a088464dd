import { z } from "zod";
import { jsonDate } from "@/lib/values/json-date";
import { statsSchema } from "@/lib/values/stats";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { ok } from "../kernel/result";

const count = z.int().min(0);
const shareFields = { key: z.string(), approved: count, rejected: count };

export const stats = z
  .strictObject({
    /** Inclusive. */
    from: jsonDate,
    now: z.strictObject({
      pending: count,
      /** For the applicant's answer. */
      waiting: count,
      snoozed: count,
      oldest: z.strictObject({ id: z.uuid(), submittedAt: jsonDate }).nullable(),
    }),
    decisions: z.strictObject({
      approved: count,
      rejected: count,
      byRule: count,
      /** Null without decisions by people. */
      medianSeconds: z.number().min(0).nullable(),
      p90Seconds: z.number().min(0).nullable(),
      expiredUnused: count,
    }),
    /** Each step includes only requests of the one before. */
    funnel: z.strictObject({ approved: count, registered: count, verified: count, mfa: count, firstKey: count }),
    buyerModes: z.array(z.strictObject(shareFields)),
    domains: z.array(z.strictObject(shareFields)),
    deciders: z.array(
      z.strictObject({
        ...shareFields,
        /** Null for rules and deleted users. */
        id: z.uuid().nullable(),
        by: z.enum(["person", "rule", "gone"]),
      }),
    ),
    days: z.array(
      z.strictObject({
        /** UTC. */
        day: z.iso.date(),
        received: count,
        approved: count,
        rejected: count,
        signIns: count,
        failures: count,
      }),
    ),
  })
  .meta({ id: "Stats" });
type StatsData = z.output<typeof stats>;
export type Stats = z.input<typeof stats>;

const exampleId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
const exampleDate = "2026-09-30T09:00:00.000Z";

export const getStats = act({
  access: "admin",
  input: statsSchema,
  output: stats,
  errors: [],
  example: {
    output: {
      from: exampleDate,
      now: { pending: 4, waiting: 1, snoozed: 0, oldest: { id: exampleId, submittedAt: exampleDate } },
      decisions: { approved: 20, rejected: 5, byRule: 3, medianSeconds: 5400, p90Seconds: 86_400, expiredUnused: 2 },
      funnel: { approved: 20, registered: 16, verified: 15, mfa: 9, firstKey: 7 },
      buyerModes: [{ key: "DIRECT_INFERENCE_VENDOR", approved: 20, rejected: 5 }],
      domains: [{ key: "company.com", approved: 3, rejected: 0 }],
      deciders: [{ key: "Ana Admin", id: exampleId, by: "person", approved: 17, rejected: 5 }],
      days: [{ day: "2026-11-21", received: 3, approved: 2, rejected: 1, signIns: 40, failures: 2 }],
    },
  },
  async run(ctx, _admin, { days }) {
    const from = startOfDays(ctx.clock.now(), days);
    const [now, decisions, funnel, buyerModes, domains, deciders, perDay] = await Promise.all([
      readQueue(ctx),
      readDecisions(ctx, from),
      readFunnel(ctx, from),
      readBuyerModes(ctx, from),
      readDomains(ctx, from),
      readDeciders(ctx, from),
      readDays(ctx, from, days),
    ]);
    return ok({ from, now, decisions, funnel, buyerModes, domains, deciders, days: perDay });
  },
});

/** A trigger maintains the counts. */
async function readQueue(ctx: CoreContext): Promise<StatsData["now"]> {
  const [rows, oldest] = await Promise.all([
    ctx.db.accessRequestCount.groupBy({ by: ["state"], _sum: { delta: true } }),
    ctx.db.accessRequest.findFirst({
      where: { status: "PENDING", ...(ctx.config.confirmRequests ? { emailConfirmedAt: { not: null } } : {}) },
      orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
      select: { id: true, submittedAt: true },
    }),
  ]);
  const sumOf = (state: string) => rows.find((row) => row.state === state)?._sum.delta ?? 0;
  return {
    pending: sumOf("PENDING") + (ctx.config.confirmRequests ? 0 : sumOf("UNCONFIRMED")),
    waiting: sumOf("NEEDS_INFO"),
    snoozed: sumOf("SNOOZED"),
    oldest,
  };
}

async function readDecisions(ctx: CoreContext, from: Date): Promise<StatsData["decisions"]> {
  const [row] = await ctx.db.$queryRaw<Omit<StatsData["decisions"], "expiredUnused">[]>`
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

async function readFunnel(ctx: CoreContext, from: Date): Promise<StatsData["funnel"]> {
  const [row] = await ctx.db.$queryRaw<StatsData["funnel"][]>`
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

const sharesMax = 8;

function readBuyerModes(ctx: CoreContext, from: Date): Promise<StatsData["buyerModes"]> {
  return ctx.db.$queryRaw`
    SELECT buyer_mode AS key, count(*) FILTER (WHERE status <> 'REJECTED')::int AS approved,
           count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected
    FROM access_requests
    WHERE decided_at >= ${from} AND status IN ('APPROVED', 'REGISTERED', 'EXPIRED', 'REJECTED')
    GROUP BY key ORDER BY count(*) DESC, key LIMIT ${sharesMax}`;
}

function readDomains(ctx: CoreContext, from: Date): Promise<StatsData["domains"]> {
  return ctx.db.$queryRaw`
    SELECT email_domain AS key, count(*) FILTER (WHERE status <> 'REJECTED')::int AS approved,
           count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected
    FROM access_requests
    WHERE decided_at >= ${from} AND status IN ('APPROVED', 'REGISTERED', 'EXPIRED', 'REJECTED')
    GROUP BY key ORDER BY count(*) DESC, key LIMIT ${sharesMax}`;
}

function readDeciders(ctx: CoreContext, from: Date): Promise<StatsData["deciders"]> {
  return ctx.db.$queryRaw`
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

type Day = StatsData["days"][number];
type Counted = Omit<Day, "received" | "approved" | "rejected"> | Omit<Day, "signIns" | "failures">;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Returns midnight UTC, counting today as the first day. */
function startOfDays(now: Date, days: number): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(today - (days - 1) * dayMilliseconds);
}

/** Includes days without events. */
async function readDays(ctx: CoreContext, from: Date, days: number): Promise<Day[]> {
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
    const empty: Day = { day, received: 0, approved: 0, rejected: 0, signIns: 0, failures: 0 };
    return Object.assign(empty, ...known.filter((row) => row.day === day));
  });
}
