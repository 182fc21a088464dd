import type { Pool } from "pg";

/** Limits how long a statement locks rows. */
const batchRows = 2_000;
/** Less than `abandonedAfter`. */
const sweepMilliseconds = 60_000;

interface Rule {
  table: string;
  /** Its indexed column, removed oldest first. */
  age: string;
  isOver: string;
}

/** Kept for investigations. */
const monthAgo = "now() - interval '30 days'";

const rules: readonly Rule[] = [
  { table: "rate_limits", age: "expire", isOver: "expire < extract(epoch FROM now()) * 1000" },
  // Created by anyone who opens the sign-in page.
  { table: "passkey_challenges", age: "expires_at", isOver: "expires_at < now()" },
  ...["login_tickets", "sessions", "one_time_tokens", "sso_tickets"].map((table) => ({
    table,
    age: "expires_at",
    isOver: `expires_at < ${monthAgo}`,
  })),
  { table: "known_devices", age: "last_seen_at", isOver: "last_seen_at < now() - interval '400 days'" },
  // Waiting a month gains four attempts.
  { table: "attempt_budgets", age: "updated_at", isOver: `updated_at < ${monthAgo}` },
  ...["DELIVERED", "FAILED"].map((state) => ({
    table: "webhook_deliveries",
    age: "created_at",
    isOver: `state = '${state}' AND created_at < ${monthAgo}`,
  })),
  ...["SENT", "FAILED", "CANCELLED"].map((state) => ({
    table: "mails",
    age: "created_at",
    isOver: `state = '${state}' AND created_at < now() - interval '90 days'`,
  })),
  // Accepted ones record when a member joined.
  { table: "invitations", age: "expires_at", isOver: `accepted_at IS NULL AND expires_at < ${monthAgo}` },
  {
    table: "request_presences",
    age: "seen_at",
    isOver: "seen_at < now() - interval '1 hour'",
  },
];

export async function sweep(pool: Pool, { batch = batchRows, milliseconds = sweepMilliseconds } = {}): Promise<void> {
  const until = performance.now() + milliseconds;
  let left = [...rules];
  while (left.length > 0 && performance.now() < until) {
    const more: Rule[] = [];
    for (const rule of left) {
      const { rowCount } = await pool.query(statementOf(rule), [batch]);
      if (rowCount === batch) more.push(rule);
    }
    left = more;
  }
  // The queue's counts are stored as differences, merged here.
  await pool.query(
    `WITH gone AS (DELETE FROM access_request_counts RETURNING state, delta)
     INSERT INTO access_request_counts (state, delta)
     SELECT state, sum(delta) FROM gone GROUP BY state HAVING sum(delta) <> 0`,
  );
}

/** Uses ctid because a join by key would scan the table. */
function statementOf({ table, age, isOver }: Rule): string {
  return `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE ${isOver} ORDER BY ${age} LIMIT $1 FOR UPDATE SKIP LOCKED))`;
}
