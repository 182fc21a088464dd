import type { Pool } from "pg";

/** Rows removed by one sweep at most, so that it never holds a table for long. */
const batch = 5_000;
/** How long what is over stays visible to whoever investigates. */
const keep = "30 days";

/** Removes what has run out: rate-limit counters, sign-in tickets, sessions and mailed tokens long past their end. */
export async function sweep(pool: Pool): Promise<void> {
  const now = Date.now();
  await pool.query("DELETE FROM rate_limits WHERE key IN (SELECT key FROM rate_limits WHERE expire < $1 LIMIT $2)", [
    now,
    batch,
  ]);
  for (const table of ["login_tickets", "sso_tickets", "sessions", "one_time_tokens"]) {
    await pool.query(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE expires_at < now() - $1::interval LIMIT $2)`,
      [keep, batch],
    );
  }
}
