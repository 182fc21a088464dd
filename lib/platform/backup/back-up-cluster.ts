import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { giveTo, type Identity } from "../database/embedded-user";
import { copyCluster, copyOne } from "./copy-cluster";

const slot = "foyer_backup";

/**
 * A copy of a cluster that runs, while it goes on running: PostgreSQL's own low-level backup, with the write-ahead log
 * that makes the copy whole. It starts like a cluster after a crash.
 */
export async function backUpCluster(options: {
  url: string;
  directory: string;
  target: string;
  owner: Identity | null;
}): Promise<void> {
  const { directory, owner, target, url } = options;
  // One connection from the beginning to the end: when it ends, PostgreSQL gives up the backup.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Keeps the log that is written from now on; temporary, so that nothing keeps it for ever.
    await client.query("SELECT pg_create_physical_replication_slot($1, true, true)", [slot]);
    await client.query("SELECT pg_backup_start($1, fast => true)", ["foyer"]);
    copyCluster(directory, target, owner);
    const { rows } = await client.query<{ label: string; first: string; last: string }>(`
      WITH stop AS (SELECT * FROM pg_backup_stop(wait_for_archive => false))
      SELECT labelfile AS label, pg_walfile_name(lsn) AS last,
        substring(labelfile FROM 'START WAL LOCATION: .* \\(file ([0-9A-F]{24})\\)') AS first FROM stop`);
    const [stop] = rows;
    if (!stop) throw new Error("PostgreSQL did not say where the backup ends");
    writeFileSync(join(target, "backup_label"), stop.label, { mode: 0o600 });
    giveTo(join(target, "backup_label"), owner);
    const segments = readdirSync(join(directory, "pg_wal")).filter((name) => name >= stop.first && name <= stop.last);
    if (!segments.includes(stop.first) || !segments.includes(stop.last)) {
      throw new Error("Part of the write-ahead log is gone; try again");
    }
    for (const name of segments) copyOne(join(directory, "pg_wal", name), join(target, "pg_wal", name), owner);
  } finally {
    await client.end();
  }
}
