import type pg from "pg";
import { fill } from "../fill";

export const bigTables = [
  "users",
  "tenants",
  "sessions",
  "audit_events",
  "access_requests",
  "access_request_events",
  "one_time_tokens",
  "mails",
];
const sessionsPerUser = 2;
const auditEventsPerUser = 5;
/** Accounts that sign in. */
export const signers = 500;

/**
 * `size` accounts and requests, twice as many sessions, five times as many audit events. Runs without triggers and
 * indexes and counts the queue itself.
 */
export async function fillLarge(client: pg.ClientBase, size: number, passwordHash: string): Promise<void> {
  await client.query("SET session_replication_role = replica");
  await client.query("SET maintenance_work_mem = '512MB'");
  const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(
    `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY($1)
     AND indexname NOT IN (SELECT conname FROM pg_constraint) AND indexdef NOT LIKE 'CREATE UNIQUE%'`,
    [bigTables],
  );
  for (const { indexname } of indexes) await client.query(`DROP INDEX "${indexname}"`);
  await fill(client, size);
  for (const statement of further) await client.query(statement.replaceAll(":size", String(size)));
  await client.query(
    `UPDATE users SET password_hash = $1, email_verified_at = created_at
     WHERE id IN (SELECT ('20000000-0000-7000-8000-' || lpad(to_hex(1 + (n - 1) * $2::int / $3), 12, '0'))::uuid
       FROM generate_series(1, $3) AS n)`,
    [passwordHash, size, Math.min(signers, size)],
  );
  for (const { indexdef } of indexes) await client.query(indexdef);
  await client.query("SET session_replication_role = origin");
  for (const table of [...bigTables, "access_request_counts"]) await client.query(`VACUUM (FREEZE, ANALYZE) ${table}`);
}

const further = [
  // Begun in the last thirty days.
  `INSERT INTO sessions (id, user_id, audience, started_with, amr, authenticated_at, created_at, last_seen_at, rotated_at,
     expires_at, refresh_expires_at, user_agent, ip)
   SELECT gen_random_uuid(), ('20000000-0000-7000-8000-' || lpad(to_hex(1 + n % :size), 12, '0'))::uuid, 'pacspace',
     'PASSWORD', ARRAY['pwd'], at, at, at, at, at + interval '30 days', at + interval '7 days', 'Mozilla/5.0',
     '203.0.113.' || n % 250
   FROM (SELECT n, now() - interval '29 days' * random() AS at
     FROM generate_series(1, :size::bigint * ${sessionsPerUser}) AS n) AS begun`,
  `INSERT INTO audit_events (at, actor_type, actor_id, actor_label, action, target_type, target_id, subject_id, ip,
     user_agent, request_id, sequence, hash)
   SELECT now() - interval '1 second' * (:size::bigint * ${auditEventsPerUser} - n), 'USER', person, 'u' || n % :size || '@gmail.com',
     (ARRAY['login.succeeded', 'login.failed', 'user.profile_updated', 'session.revoked'])[1 + n % 4],
     'user', person::text, person, '203.0.113.' || n % 250, 'Mozilla/5.0', md5('r' || n), n, decode(md5('h' || n), 'hex')
   FROM (SELECT n, ('20000000-0000-7000-8000-' || lpad(to_hex(1 + n % :size), 12, '0'))::uuid AS person
     FROM generate_series(:size + 1, :size::bigint * ${auditEventsPerUser}) AS n) AS done`,
  // Already swept in a real installation.
  "DELETE FROM one_time_tokens WHERE expires_at < now() - interval '29 days'",
  "DELETE FROM access_request_counts",
  `INSERT INTO access_request_counts (state, delta)
   SELECT access_request_state(access_requests), count(*) FROM access_requests GROUP BY 1`,
];

/** Sessions that a sweep finds after months without one. */
export async function addExpiredSessions(client: pg.ClientBase, size: number, rows: number): Promise<void> {
  await client.query(
    `INSERT INTO sessions (id, user_id, audience, started_with, amr, authenticated_at, created_at, last_seen_at, rotated_at,
       expires_at, refresh_expires_at, user_agent, ip)
     SELECT gen_random_uuid(), ('20000000-0000-7000-8000-' || lpad(to_hex(1 + n % $1::int), 12, '0'))::uuid, 'pacspace',
       'PASSWORD', ARRAY['pwd'], at, at, at, at, at, at, 'Mozilla/5.0', '203.0.113.7'
     FROM (SELECT n, now() - interval '31 days' - interval '1 minute' * random() AS at
       FROM generate_series(1, $2::int) AS n) AS over`,
    [size, rows],
  );
  await client.query("ANALYZE sessions");
}
