import type pg from "pg";
import type { History } from "./history";

/** Queries for half-done writes; each must find none. */
const halves: Record<string, string> = {
  "a tenant without anybody": `
    SELECT id FROM tenants WHERE NOT EXISTS (SELECT 1 FROM users WHERE tenant_id = tenants.id)`,
  "a user without a tenant": `
    SELECT id FROM users WHERE NOT EXISTS (SELECT 1 FROM tenants WHERE tenants.id = tenant_id)`,
  "a spent approval without its account": `
    SELECT t.id FROM one_time_tokens t JOIN access_requests r ON r.id = t.access_request_id
    WHERE t.purpose = 'APPROVAL' AND t.used_at IS NOT NULL AND (r.status <> 'REGISTERED' OR r.user_id IS NULL)`,
  "an account without its spent approval": `
    SELECT u.id FROM users u WHERE NOT u.is_admin AND NOT EXISTS (
      SELECT 1 FROM one_time_tokens t JOIN access_requests r ON r.id = t.access_request_id
      WHERE r.user_id = u.id AND t.purpose = 'APPROVAL' AND t.used_at IS NOT NULL)`,
  "two spent approvals of one request": `
    SELECT access_request_id FROM one_time_tokens WHERE purpose = 'APPROVAL' AND used_at IS NOT NULL
    GROUP BY 1 HAVING count(*) > 1`,
  "a spent verification without its effect": `
    SELECT t.id FROM one_time_tokens t JOIN users u ON u.id = t.user_id
    WHERE t.purpose = 'EMAIL_VERIFICATION' AND t.used_at IS NOT NULL AND u.email_verified_at IS NULL`,
  "as many resets as spent links": `
    SELECT u.id FROM users u WHERE
      (SELECT count(*) FROM one_time_tokens t WHERE t.user_id = u.id AND t.purpose = 'PASSWORD_RESET' AND t.used_at IS NOT NULL)
      <> (SELECT count(*) FROM audit_events a WHERE a.subject_id = u.id AND a.action = 'user.password_reset')`,
  "MFA without recovery codes, or both on and pending": `
    SELECT c.user_id FROM totp_credentials c WHERE NOT EXISTS (SELECT 1 FROM recovery_codes r WHERE r.user_id = c.user_id)
      OR EXISTS (SELECT 1 FROM totp_enrolments e WHERE e.user_id = c.user_id)`,
  "MFA on without its entry in the audit log, or the other way round": `
    SELECT u.id FROM users u WHERE
      (EXISTS (SELECT 1 FROM totp_credentials c WHERE c.user_id = u.id))
      <> (EXISTS (SELECT 1 FROM audit_events a WHERE a.subject_id = u.id AND a.action = 'mfa.enabled'))`,
  "a session alive that a reset should have ended": `
    SELECT s.id FROM sessions s JOIN audit_events a ON a.subject_id = s.user_id AND a.action = 'user.password_reset'
    WHERE s.revoked_at IS NULL AND s.created_at < a.at`,
  "a session without its entry in the audit log": `
    SELECT s.id FROM sessions s WHERE NOT EXISTS (
      SELECT 1 FROM audit_events a WHERE a.target_id = s.id::text AND a.action = 'login.succeeded')`,
  "an approved request without its mail": `
    SELECT r.id FROM access_requests r WHERE r.status IN ('APPROVED', 'REGISTERED') AND NOT EXISTS (
      SELECT 1 FROM mails m WHERE m.access_request_id = r.id AND m.template = 'access-approved')`,
  "a decision without its entry in the audit log": `
    SELECT r.id FROM access_requests r WHERE r.status IN ('APPROVED', 'REGISTERED') AND NOT EXISTS (
      SELECT 1 FROM audit_events a WHERE a.target_id = r.id::text AND a.action = 'access_request.approved')`,
  "a waiting mail without a job": `
    SELECT m.id FROM mails m WHERE m.state = 'QUEUED' AND NOT EXISTS (
      SELECT 1 FROM graphile_worker._private_jobs j WHERE j.key = m.id::text)`,
};

interface Causes {
  templates: string[];
  actions: string[];
}

/** Email and cause share a transaction, so their numbers are equal. */
const causesByUser: Causes[] = [
  { templates: ["verify-email"], actions: ["user.registered", "user.verification_requested"] },
  { templates: ["password-changed"], actions: ["user.password_changed", "user.password_reset"] },
  { templates: ["password-reset"], actions: ["user.password_reset_requested"] },
  { templates: ["mfa-enabled"], actions: ["mfa.enabled"] },
  { templates: ["api-key-created"], actions: ["api_key.created"] },
];
/** A request sent again after a lost answer may add an invitation. */
const causesByRequest: Causes = {
  templates: ["access-requested", "access-approved"],
  actions: ["access_request.submitted", "access_request.approved"],
};

export async function checkInvariants(client: pg.Client, history: History): Promise<void> {
  for (const [what, sql] of Object.entries(halves)) {
    const { rows } = await client.query(sql);
    if (rows.length > 0) history.violate("half", `${what}: ${rows.length}, first ${JSON.stringify(rows[0])}`);
  }
  await checkAudit(client, history);
  for (const causes of causesByUser) {
    await checkMails(client, history, causes, 'm."to" = u.email', "a.subject_id = u.id", "users u");
  }
  const isTarget = "a.target_id = u.id::text";
  await checkMails(client, history, causesByRequest, "m.access_request_id = u.id", isTarget, "access_requests u");
}

async function checkAudit(client: pg.Client, history: History): Promise<void> {
  const { rows } = await client.query<{ request_id: string; action: string; count: string }>(
    "SELECT request_id, action, count(*) FROM audit_events GROUP BY 1, 2",
  );
  const counts = new Map(rows.map(({ action, count, request_id }) => [`${request_id} ${action}`, Number(count)]));
  for (const { action, requestId, what, who } of history.promised) {
    if (action === null) continue;
    const count = counts.get(`${requestId} ${action}`) ?? 0;
    if (count !== 1) history.violate(count === 0 ? "lost" : "double", `${who}: ${count} audit entries for ${what}`);
  }
}

async function checkMails(
  client: pg.Client,
  history: History,
  { actions, templates }: Causes,
  isAbout: string,
  isCause: string,
  of: string,
): Promise<void> {
  const { rows } = await client.query(
    `SELECT * FROM (
       SELECT u.email, (SELECT count(*) FROM mails m WHERE m.template = ANY($1) AND ${isAbout})::int AS mails,
         (SELECT count(*) FROM audit_events a WHERE a.action = ANY($2) AND ${isCause})::int AS causes
       FROM ${of}) AS counted WHERE mails <> causes`,
    [templates, actions],
  );
  for (const { causes: caused, email, mails } of rows) {
    history.violate("mail", `${email}: ${mails} mails ${templates} for ${caused} causes`);
  }
}
