import { createHash } from "node:crypto";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { CannotStart } from "../cannot-start";
import { withConnection } from "./connect";
import { type Manifest, manifestName, type Part } from "./manifest";

export const jobColumns = ["identifier", "payload", "queue_name", "run_at", "max_attempts", "key", "priority"];
/** graphile-worker's view omits the payload. Excludes jobs that failed permanently. */
const jobs = `SELECT tasks.identifier, jobs.payload, queues.queue_name, jobs.run_at, jobs.max_attempts, jobs.key, jobs.priority
  FROM graphile_worker._private_jobs AS jobs
  JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id
  LEFT JOIN graphile_worker._private_job_queues AS queues ON queues.id = jobs.job_queue_id
  WHERE jobs.attempts < jobs.max_attempts`;

/** Writes one snapshot of all rows, and the manifest last to mark it complete. */
export function writeBackup(url: string, directory: string, secretCheck: string | null): Promise<Manifest> {
  return withConnection(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    const migrations = await readMigrations(client);
    const tables: Manifest["tables"] = [];
    for (const { columns, name } of await readTables(client)) {
      const source = `${quoted(client, name)} (${columns.map((column) => client.escapeIdentifier(column)).join(", ")})`;
      tables.push({ name, ...(await writePart(client, directory, { name, columns, source })) });
    }
    const queue = await writePart(client, directory, { name: "_jobs", columns: jobColumns, source: `(${jobs})` });
    const manifest: Manifest = {
      format: 1,
      createdAt: new Date().toISOString(),
      postgres: await readVersion(client),
      migrations,
      tables,
      jobs: queue,
      // Sequences aren't part of the snapshot and never lag behind its rows.
      sequences: await readSequences(client),
      secretCheck,
    };
    writeFileSync(join(directory, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    return manifest;
  });
}

export function quoted(client: pg.Client, table: string): string {
  return `public.${client.escapeIdentifier(table)}`;
}

async function readMigrations(client: pg.Client): Promise<string[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there",
  );
  if (!found[0]?.there) throw new CannotStart("There is nothing to back up: the database has no tables of Foyer.");
  const { rows } = await client.query<{ migration_name: string }>(
    `SELECT migration_name FROM public._prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map((row) => row.migration_name);
}

async function readTables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname`);
  return rows;
}

async function readSequences(client: pg.Client): Promise<Manifest["sequences"]> {
  const { rows } = await client.query<{ name: string; value: string | null }>(
    "SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows;
}

async function readVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  return rows[0]?.server_version ?? "";
}

async function writePart(
  client: pg.Client,
  directory: string,
  { columns, name, source }: { columns: string[]; name: string; source: string },
): Promise<Part> {
  const file = `${name}.copy.gz`;
  const hash = createHash("sha256");
  const copy = client.query(copyTo(`COPY ${source} TO STDOUT`));
  const target = createWriteStream(join(directory, file), { mode: 0o600, flags: "wx", flush: true });
  await pipeline(copy, hashing(hash), createGzip({ level: 4 }), target);
  return { columns, file, rows: copy.rowCount, sha256: hash.digest("hex") };
}

export function hashing(hash: ReturnType<typeof createHash>) {
  return async function* pass(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      hash.update(chunk);
      yield chunk;
    }
  };
}
