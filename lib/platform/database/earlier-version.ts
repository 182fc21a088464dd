import { CannotStart } from "../cannot-start";
import type { Cluster } from "./cluster-directory";
import { openClient } from "./connections";
import { database, guard } from "./embedded-address";
import { postmasterOf } from "./postgres-process";

/** Held by the server for as long as it uses the data directory. Every version has to use the same. */
export const ownerLock = 7_046_022;

/**
 * Stops a cluster that an earlier version left running: it listens on a port, and its role was the superuser. One whose
 * server still works on it is left alone; throws CannotStart then.
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
    // It is of this version, reached by a port, and does not know that role.
    return;
  }
  if (isFree) return stop();
  throw new CannotStart(
    `An earlier version of Foyer still runs on the database in ${cluster.directory}. Stop it, then start this one.`,
  );
}
