import type pg from "pg";

const days = 365;

/**
 * Deterministic sample data by SQL: `size` requests in every state with accounts, emails, audit events and timelines.
 */
export async function fill(client: pg.ClientBase, size: number): Promise<void> {
  for (const statement of statements) await client.query(statement.replaceAll(":size", String(size)));
  // VACUUM can't run in a transaction.
  for (const table of ["users", "tenants", "access_requests", "access_request_events", "one_time_tokens", "mails"]) {
    await client.query(`VACUUM ANALYZE ${table}`);
  }
  await client.query("VACUUM ANALYZE access_request_counts");
  await client.query("VACUUM ANALYZE audit_events");
}

/** Ids sort like row numbers, as UUIDv7 does. */
const id = (kind: number) => `('${kind}0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
/** From a year ago to now. */
const at = `now() - interval '${days} days' * (1 - n::float / :size)`;
const name = "initcap(substr(md5('f' || n), 1, 6)) || ' ' || initcap(substr(md5('l' || n % 5000), 1, 8))";
const domain =
  "CASE WHEN n % 10 < 3 THEN 'gmail.com' ELSE substr(md5('d' || n % (:size / 5 + 1)), 1, 8) || '.example' END";
const organization = "initcap(substr(md5('o' || n % (:size / 5 + 1)), 1, 8)) || ' Ltd'";
const useCase =
  "'We want to ' || md5('u' || n) || ' before the invoices of ' || substr(md5('w' || n), 1, 9) || ' go out.'";
const series = "FROM generate_series(1, :size) AS n";
const deciders =
  "(SELECT array_agg(id) AS ids FROM (SELECT id FROM users WHERE is_admin OR is_reviewer ORDER BY id LIMIT 10) AS few)";
/** 9 % pending, 2 % needing information, 2 % snoozed, 20 % invited, 27 % rejected, 33 % joined, 7 % expired. */
const status = `(CASE WHEN n % 100 < 9 THEN 'PENDING' WHEN n % 100 < 11 THEN 'NEEDS_INFO' WHEN n % 100 < 13 THEN 'SNOOZED'
  WHEN n % 100 < 33 THEN 'APPROVED' WHEN n % 100 < 60 THEN 'REJECTED' WHEN n % 100 < 93 THEN 'REGISTERED'
  ELSE 'EXPIRED' END)`;
const isDecided = "n % 100 >= 13";

const statements = [
  `INSERT INTO tenants (id, name, buyer_mode, created_at, updated_at)
   SELECT ${id(1)}, ${organization}, 'DIRECT_INFERENCE_VENDOR', ${at}, now() ${series}`,
  `INSERT INTO users (id, tenant_id, email, name, password_hash, email_verified_at, is_admin, is_reviewer, created_at, updated_at)
   SELECT ${id(2)}, ${id(1)}, 'u' || n || '@' || ${domain}, ${name}, 'none', CASE WHEN n % 20 > 0 THEN ${at} END,
     n <= 4, n BETWEEN 5 AND 14, ${at}, now() ${series}`,
  `INSERT INTO access_requests (id, email, name, organization, buyer_mode, use_case, status, search_text, ip, user_agent,
     email_domain, domain_kind, source, email_confirmed_at, created_at, updated_at, submitted_at, decided_at,
     decided_by_id, approval_expires_at, snoozed_until, assignee_id)
   SELECT ${id(3)}, 'a' || n || '@' || ${domain}, ${name}, ${organization},
     (ARRAY['DIRECT_INFERENCE_VENDOR', 'AI_PRODUCT_COMPANY', 'OTHER'])[1 + n % 3], ${useCase},
     ${status}::access_request_status,
     lower(${name} || E'\\n' || 'a' || n || '@' || ${domain} || E'\\n' || ${organization} || E'\\n' || ${useCase}),
     '203.0.' || (n / 250) % 250 || '.' || n % 250, 'Mozilla/5.0', ${domain},
     (CASE WHEN n % 10 < 3 THEN 'FREE' ELSE 'CORPORATE' END)::domain_kind,
     CASE WHEN n % 4 = 0 THEN 'api' ELSE 'web' END, CASE WHEN n % 3 > 0 THEN ${at} END, ${at}, now(), ${at},
     CASE WHEN ${isDecided} THEN ${at} + interval '5 hours' END,
     CASE WHEN ${isDecided} THEN deciders.ids[1 + n % 10] END,
     CASE WHEN n % 100 BETWEEN 13 AND 32 THEN now() + interval '1 day' * (n % 14) + interval '1 hour'
       WHEN n % 100 >= 60 THEN ${at} + interval '14 days' END,
     CASE WHEN n % 100 BETWEEN 11 AND 12 THEN now() + interval '1 day' END,
     CASE WHEN n % 50 = 0 THEN deciders.ids[1] END ${series}, ${deciders} AS deciders`,
  `INSERT INTO access_request_events (id, access_request_id, at, kind, actor_label, text)
   SELECT gen_random_uuid(), ${id(3)}, ${at} + interval '1 hour' * k, (ARRAY['submitted', 'note'])[k + 1], '', ''
   FROM generate_series(1, :size) AS n, generate_series(0, 1) AS k`,
  `INSERT INTO one_time_tokens (id, purpose, token_hash, email, access_request_id, created_at, expires_at, used_at)
   SELECT ${id(4)}, 'APPROVAL', decode(md5('t' || n), 'hex'), 'a' || n || '@' || ${domain}, ${id(3)}, ${at},
     ${at} + interval '14 days', CASE WHEN n % 100 BETWEEN 60 AND 92 THEN ${at} + interval '1 day' END
   ${series} WHERE n % 100 BETWEEN 13 AND 32 OR n % 100 >= 60`,
  `INSERT INTO mails (id, "to", template, locale, state, attempts, created_at, sent_at, access_request_id)
   SELECT ${id(5)}, 'a' || n || '@' || ${domain}, (ARRAY['access-approved', 'access-requested', 'access-rejected'])[1 + n % 3],
     'en', (CASE WHEN n % 200 = 0 THEN 'FAILED' ELSE 'SENT' END)::mail_state, 1, ${at}, ${at}, ${id(3)} ${series}`,
  `INSERT INTO audit_events (at, actor_type, actor_id, actor_label, action, target_type, target_id, subject_id, ip,
     user_agent, request_id, sequence, hash)
   SELECT ${at}, 'ADMIN', deciders.ids[1 + n % 10], 'u' || n % 10 || '@gmail.com',
     (ARRAY['access_request.approved', 'access_request.rejected', 'login.succeeded', 'login.failed'])[1 + n % 4],
     'access_request', ${id(3)}, ${id(2)}, '203.0.113.' || n % 250, 'Mozilla/5.0', md5('r' || n), n,
     decode(md5('h' || n), 'hex') ${series}, ${deciders} AS deciders`,
];
