import { CannotStart } from "../cannot-start";
import type { Cluster } from "./cluster-directory";
import { openClient } from "./connections";
import { database, guard } from "./embedded-address";
import { postmasterOf } from "./postgres-process";

/** Advisory lock of the cluster's server. The same in every version. */
export const ownerLock = 7_046_022;

/**
 * Stops a cluster of an earlier version, which listens on a port under a superuser role. Throws CannotStart if its
 * server still runs.
 */
export async function stopEarlierVersion(cluster: Cluster, password: string, stop: () => Promise<void>): Promise<void> {
  const postmaster = postmasterOf(cluster.directory);
  if (postmaster?.socketDirectory !== "") return;
  guard({ port: postmaster.port });
  let isFree = false;
  try {
    const url = `postgresql://foyer:${encodeURIComponent(password)}@127.0.0.1:${postmaster.port}/${database}`;
    const client = await openClient({ url, connectMilliseconds: 5_000 });
    try {
      const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [ownerLock]);
      isFree = rows[0]?.taken === true;
    } finally {
      await client.end();
    }
  } catch {
    // It's a current cluster on a port, without that role.
    return;
  }
  if (isFree) return stop();
  throw new CannotStart(
    `An earlier version of Foyer still runs on the database in ${cluster.directory}. Stop it, then start this one.`,
  );
}
