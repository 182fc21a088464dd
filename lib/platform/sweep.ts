import type { Pool } from "pg";

/** Rows removed by one sweep at most, so that it never holds a table for long. */
const batch = 5_000;
/** How long what is over stays visible to whoever investigates. */
const keep = "30 days";

/** Removes what has run out: rate-limit counters, passkey challenges, sign-in tickets, sessions, mailed tokens and invitations. */
export async function sweep(pool: Pool): Promise<void> {
  const now = Date.now();
  await pool.query("DELETE FROM rate_limits WHERE key IN (SELECT key FROM rate_limits WHERE expire < $1 LIMIT $2)", [
    now,
    batch,
  ]);
  // Anybody may ask for one by opening the sign-in page, so they go as soon as they are over.
  await pool.query(
    "DELETE FROM passkey_challenges WHERE id IN (SELECT id FROM passkey_challenges WHERE expires_at < now() LIMIT $1)",
    [batch],
  );
  for (const table of ["login_tickets", "sessions", "one_time_tokens", "sso_tickets"]) {
    await pool.query(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE expires_at < now() - $1::interval LIMIT $2)`,
      [keep, batch],
    );
  }
  await pool.query(
    "DELETE FROM known_devices WHERE id IN (SELECT id FROM known_devices WHERE last_seen_at < now() - interval '400 days' LIMIT $1)",
    [batch],
  );
  await pool.query(
    `DELETE FROM webhook_deliveries WHERE id IN (
       SELECT id FROM webhook_deliveries WHERE state <> 'QUEUED' AND created_at < now() - $1::interval LIMIT $2)`,
    [keep, batch],
  );
  // Accepted ones say since when somebody is in a team.
  await pool.query(
    `DELETE FROM invitations WHERE id IN (
       SELECT id FROM invitations WHERE accepted_at IS NULL AND expires_at < now() - $1::interval LIMIT $2)`,
    [keep, batch],
  );
  // The numbers of the queue are kept as differences: here they become one row a state again.
  await pool.query(
    `WITH gone AS (DELETE FROM access_request_counts RETURNING state, delta)
     INSERT INTO access_request_counts (state, delta)
     SELECT state, sum(delta) FROM gone GROUP BY state HAVING sum(delta) <> 0`,
  );
  await pool.query("DELETE FROM request_presences WHERE seen_at < now() - interval '1 hour'");
}
