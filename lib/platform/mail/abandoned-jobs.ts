import type { Pool } from "pg";

/** No job takes this long; whoever holds one longer was killed. graphile-worker itself waits for four hours. */
export const abandonedAfter = "2 minutes";

/** Doing a job twice does no harm (ADR 0017), so that a process which is only slow is no danger here. */
export async function releaseAbandoned(pool: Pool, age: string): Promise<void> {
  await pool.query(
    `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by))
     FROM graphile_worker.jobs WHERE locked_at < now() - $1::interval`,
    [age],
  );
}

/** What a runner of this process that has ended had taken, whatever its age: nobody else can know so soon. */
export async function releaseTakenBy(pool: Pool, takerId: string): Promise<void> {
  await pool.query("SELECT graphile_worker.force_unlock_workers(ARRAY[$1::text])", [takerId]);
}
