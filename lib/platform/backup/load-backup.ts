import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { CannotStart } from "../cannot-start";
import { migrate } from "../database/migrate";
import { withConnection } from "./connect";
import type { Manifest, Part } from "./manifest";
import { hashing, jobColumns, quoted } from "./write-backup";

/** Tables that a start alone fills. */
const writtenByStart = new Set(["_prisma_migrations", "access_request_counts", "instance", "rate_limits", "settings"]);

/** Throws CannotStart unless the database is empty. */
export function refuseUsedDatabase(url: string): Promise<void> {
  return withConnection(url, async (client) => {
    for (const name of await tablesOf(client)) {
      if (writtenByStart.has(name)) continue;
      const { rowCount } = await client.query(`SELECT FROM ${quoted(client, name)} LIMIT 1`);
      if (rowCount === 0) continue;
      throw new CannotStart(
        `The database already holds something (in ${name}), and nothing was changed. Restore into an empty one: set DATABASE_URL or DATA_DIR.`,
      );
    }
  });
}

/** Fills an empty database, at the backup's schema, in one transaction. Throws CannotStart for a damaged file. */
export async function loadBackup(url: string, directory: string, manifest: Manifest): Promise<void> {
  await migrate(url, { only: manifest.migrations });
  await withConnection(url, async (client) => {
    await refuseLaterSchema(client, manifest);
    await client.query("BEGIN");
    const names = (await tablesOf(client)).filter((name) => name !== "_prisma_migrations");
    const missing = manifest.tables.find(({ name }) => !names.includes(name));
    if (missing) throw new CannotStart(`${directory} holds a table that isn't Foyer's: ${missing.name}.`);
    const putBack = await takeAwayReferences(client);
    await client.query(`TRUNCATE ${names.map((name) => quoted(client, name)).join(", ")} RESTART IDENTITY`);
    for (const { name, ...part } of manifest.tables) {
      const table = quoted(client, name);
      // Counters come with the rows.
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await readPart(client, directory, table, part);
      await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    }
    for (const statement of putBack) await client.query(statement);
    for (const { name, value } of manifest.sequences) {
      if (value !== null) await client.query("SELECT setval($1::regclass, $2)", [quoted(client, name), value]);
    }
    await loadJobs(client, directory, manifest.jobs);
    await client.query("COMMIT");
    await client.query("ANALYZE").catch(() => undefined);
  });
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ tablename: string }>(
    "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
  );
  return rows.map(({ tablename }) => tablename);
}

/** A newer version may have migrated the database already. */
async function refuseLaterSchema(client: pg.Client, { migrations }: Manifest): Promise<void> {
  const { rows } = await client.query<{ migration_name: string }>(
    "SELECT migration_name FROM public._prisma_migrations WHERE migration_name <> ALL ($1) LIMIT 1",
    [migrations],
  );
  const [later] = rows;
  if (!later) return;
  throw new CannotStart(
    `The database was prepared for a newer version than the backup's (${later.migration_name}). Nothing was changed. Restore into an empty one.`,
  );
}

/** Removes circular references and returns the statements that restore and check them. */
async function takeAwayReferences(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; add: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ add }) => add);
}

/** graphile-worker's tables differ between versions. */
async function loadJobs(client: pg.Client, directory: string, part: Part): Promise<void> {
  await client.query(`CREATE TEMPORARY TABLE restored_jobs (identifier text, payload json, queue_name text,
    run_at timestamptz, max_attempts int, key text, priority int) ON COMMIT DROP`);
  await readPart(client, directory, "restored_jobs", { ...part, columns: jobColumns });
  await client.query(`SELECT graphile_worker.add_job(identifier, payload, queue_name => queue_name, run_at => run_at,
    max_attempts => max_attempts, job_key => key, priority => priority) FROM restored_jobs`);
}

async function readPart(client: pg.Client, directory: string, table: string, part: Part): Promise<void> {
  const { columns, file, rows, sha256 } = part;
  const path = join(directory, file);
  const hash = createHash("sha256");
  const names = columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const copy = client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN`));
  await pipeline(createReadStream(path), createGunzip(), hashing(hash), copy).catch((thrown: Error) => {
    throw new CannotStart(`${path} can't be read: ${thrown.message}. Nothing was restored.`);
  });
  if (hash.digest("hex") !== sha256 || copy.rowCount !== rows) {
    throw new CannotStart(`${path} is damaged: it isn't what was backed up. Nothing was restored.`);
  }
}
