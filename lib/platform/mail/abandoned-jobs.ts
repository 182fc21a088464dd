import type { Pool } from "pg";

/** No job takes this long. graphile-worker itself waits four hours. */
export const abandonedAfter = "2 minutes";

/** Running a job twice is harmless (ADR 0017). */
export async function releaseAbandoned(pool: Pool, age: string): Promise<void> {
  await pool.query(
    `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by))
     FROM graphile_worker.jobs WHERE locked_at < now() - $1::interval`,
    [age],
  );
}

export async function releaseTakenBy(pool: Pool, takerId: string): Promise<void> {
  await pool.query("SELECT graphile_worker.force_unlock_workers(ARRAY[$1::text])", [takerId]);
}
