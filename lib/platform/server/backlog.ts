import type { Pool } from "pg";

interface Backlog {
  mails_due: number;
  mails_failed: number;
  jobs_due: number;
  jobs_given_up: number;
  /** Age of the longest-due job. */
  oldest_job_seconds: number;
  audit_unsealed: number;
  requests_new: number;
  /** From unverified addresses. */
  requests_unconfirmed: number;
}

/** Throws when the database doesn't answer. */
export async function readBacklog(pool: Pool): Promise<Backlog> {
  const { rows } = await pool.query<Backlog>(`
    SELECT
      (SELECT count(*) FROM mails
        WHERE state = 'QUEUED' AND coalesce(send_after, created_at) <= now())::int AS mails_due,
      (SELECT count(*) FROM mails
        WHERE state = 'FAILED' AND created_at > now() - interval '1 day')::int AS mails_failed,
      (SELECT count(*) FROM graphile_worker.jobs
        WHERE attempts < max_attempts AND run_at <= now() AND locked_at IS NULL)::int AS jobs_due,
      (SELECT count(*) FROM graphile_worker.jobs WHERE attempts >= max_attempts)::int AS jobs_given_up,
      (SELECT coalesce(extract(epoch FROM now() - min(run_at)), 0) FROM graphile_worker.jobs
        WHERE attempts < max_attempts AND run_at <= now() AND locked_at IS NULL)::float AS oldest_job_seconds,
      (SELECT count(*) FROM audit_events WHERE sequence IS NULL)::int AS audit_unsealed,
      (SELECT coalesce(sum(delta), 0) FROM access_request_counts WHERE state = 'PENDING')::int AS requests_new,
      (SELECT coalesce(sum(delta), 0) FROM access_request_counts WHERE state = 'UNCONFIRMED')::int
        AS requests_unconfirmed`);
  const [backlog] = rows;
  if (!backlog) throw new Error("The database answered nothing");
  return backlog;
}
