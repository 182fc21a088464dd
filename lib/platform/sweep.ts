import type { Pool } from "pg";

/** Rows that one statement removes at most, so that none holds its locks for long. */
const batchRows = 2_000;
/** After this long a sweep leaves the rest to the next one: a job is given up as abandoned after two minutes. */
const sweepMilliseconds = 60_000;

interface Rule {
  table: string;
  /** What its index is about: the oldest go first. */
  age: string;
  isOver: string;
}

/** How long what is over stays visible to whoever investigates. */
const monthAgo = "now() - interval '30 days'";

const rules: readonly Rule[] = [
  { table: "rate_limits", age: "expire", isOver: "expire < extract(epoch FROM now()) * 1000" },
  // Anybody may ask for one by opening the sign-in page, so they go as soon as they are over.
  { table: "passkey_challenges", age: "expires_at", isOver: "expires_at < now()" },
  ...["login_tickets", "sessions", "one_time_tokens", "sso_tickets"].map((table) => ({
    table,
    age: "expires_at",
    isOver: `expires_at < ${monthAgo}`,
  })),
  { table: "known_devices", age: "last_seen_at", isOver: "last_seen_at < now() - interval '400 days'" },
  // Those of addresses without an account among them. Whoever waits for a month gains four tries by it.
  { table: "attempt_budgets", age: "updated_at", isOver: `updated_at < ${monthAgo}` },
  ...["DELIVERED", "FAILED"].map((state) => ({
    table: "webhook_deliveries",
    age: "created_at",
    isOver: `state = '${state}' AND created_at < ${monthAgo}`,
  })),
  // What waits goes out first. The audit log keeps what was done; a mail is how its reader heard of it.
  ...["SENT", "FAILED", "CANCELLED"].map((state) => ({
    table: "mails",
    age: "created_at",
    isOver: `state = '${state}' AND created_at < now() - interval '90 days'`,
  })),
  // Accepted ones say since when somebody is in a team.
  { table: "invitations", age: "expires_at", isOver: `accepted_at IS NULL AND expires_at < ${monthAgo}` },
  {
    table: "request_presences",
    age: "seen_at",
    isOver: "seen_at < now() - interval '1 hour'",
  },
];

/**
 * Removes what has run out: rate-limit counters, challenges, tickets, sessions, mailed tokens, mails after 90 days,
 * invitations and attempt budgets. One batch a statement and a transaction, until nothing is left or the time is over.
 */
export async function sweep(pool: Pool, { batch = batchRows, milliseconds = sweepMilliseconds } = {}): Promise<void> {
  const until = performance.now() + milliseconds;
  let left = [...rules];
  // In turn, so that one table with much to remove does not keep the others waiting.
  while (left.length > 0 && performance.now() < until) {
    const more: Rule[] = [];
    for (const rule of left) {
      const { rowCount } = await pool.query(statementOf(rule), [batch]);
      if (rowCount === batch) more.push(rule);
    }
    left = more;
  }
  // The numbers of the queue are kept as differences: here they become one row a state again.
  await pool.query(
    `WITH gone AS (DELETE FROM access_request_counts RETURNING state, delta)
     INSERT INTO access_request_counts (state, delta)
     SELECT state, sum(delta) FROM gone GROUP BY state HAVING sum(delta) <> 0`,
  );
}

/**
 * What somebody holds at that moment, a parallel sweep perhaps, is passed by. The rows are named by where they are: joined
 * by a key, a batch costs reading the table.
 */
function statementOf({ table, age, isOver }: Rule): string {
  return `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE ${isOver} ORDER BY ${age} LIMIT $1 FOR UPDATE SKIP LOCKED))`;
}
