import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runMigrations } from "graphile-worker";
import type pg from "pg";
import { CannotStart } from "../cannot-start";
import { BadEnvironment } from "../env";
import { createPool, openClient, withoutLimits } from "./connections";

const migrationsDirectory = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
/** Arbitrary, but the same in every version. */
const lockKey = 7_046_021;
const lockPauseMilliseconds = 500;
/** A waiting ALTER TABLE blocks later queries, so it fails early and the start retries. */
const settings = { ...withoutLimits, lock_timeout: "10s" };

export interface MigrateOptions {
  /** The database rolls back. */
  signal?: AbortSignal;
  say?: (line: string) => void;
  /** For restoring an earlier version's backup. */
  only?: readonly string[];
  /** Limits the wait for another instance. */
  lockMilliseconds?: number;
}

export function listMigrations(): string[] {
  return readdirSync(migrationsDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function readMigration(name: string): string {
  return readFileSync(join(migrationsDirectory, name, "migration.sql"), "utf8");
}

/**
 * Applies the job queue's migrations, then Foyer's in one transaction, under an advisory lock. Throws BadEnvironment
 * for an unusable connection, CannotStart for missing rights.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<{ applied: string[] }> {
  const { signal } = options;
  signal?.throwIfAborted();
  const client = await openClient({ url, name: "foyer migrations", connectMilliseconds: 5_000, settings });
  const pool = createPool({ url, max: 1, patience: 0, settings, onIdleError: () => undefined });
  const working = new Set<pg.Client>([client]);
  pool.on("connect", (connected) => working.add(connected));
  const onAbort = () => void abandon(url, working);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    await checkSession(client);
    await takeLock(client, options);
    // Runs first because /health/ready succeeds after Foyer's last migration and requests may then queue jobs.
    await runMigrations({ pgPool: pool, logger: undefined });
    const applied = await applyPending(client, options.only);
    await client.query("COMMIT");
    return { applied };
  } catch (thrown) {
    signal?.throwIfAborted();
    throw await namingRights(client, thrown);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await Promise.all([client.end(), pool.end()]);
  }
}

export async function pendingMigrations(
  client: Pick<pg.Client, "query">,
  names: readonly string[] = listMigrations(),
): Promise<string[]> {
  const { rows } = await client.query<{ migration_name: string }>(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const finished = new Set(rows.map((row) => row.migration_name));
  return names.filter((name) => !finished.has(name));
}

/** Tracks migrations in Prisma's own table. */
async function applyPending(client: pg.Client, only?: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists",
  );
  if (rows[0]?.exists !== true) {
    await client.query(`CREATE TABLE _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
  }
  const pending = await pendingMigrations(client, only);
  for (const name of pending) {
    const sql = readMigration(name);
    await client.query(sql).catch((cause: Error) => {
      throw new Error(`Migration ${name} failed: ${cause.message}`, { cause });
    });
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), createHash("sha256").update(sql).digest("hex"), name],
    );
  }
  return pending;
}

/** The lock ends with the transaction. */
async function takeLock(client: pg.Client, { lockMilliseconds = 60_000, say, signal }: MigrateOptions): Promise<void> {
  const giveUpAt = performance.now() + lockMilliseconds;
  for (let attempt = 1; ; attempt += 1) {
    await client.query("BEGIN");
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS taken", [lockKey]);
    if (rows[0]?.taken) return;
    await client.query("ROLLBACK");
    if (attempt === 1) say?.("Another instance is migrating the database; waiting for it.");
    if (performance.now() > giveUpAt) {
      throw new CannotStart(`Another instance has been migrating for ${Math.round(lockMilliseconds / 1_000)} s`);
    }
    await pause(lockPauseMilliseconds, undefined, { signal });
  }
}

/** Another time zone would shift times, and another schema would hide tables. */
async function checkSession(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ zone: string; schema: string | null }>(
    "SELECT current_setting('TimeZone') AS zone, current_schema() AS schema",
  );
  const { schema = null, zone = "" } = rows[0] ?? {};
  if (zone !== "UTC") {
    throw new BadEnvironment(
      `The database connection keeps the time zone ${zone} although Foyer set UTC: a connection pooler must keep sessions (PgBouncer: pool_mode = session)`,
    );
  }
  if (schema !== null && schema !== "public") {
    throw new BadEnvironment(
      `The database role's search_path begins with ${schema}. Foyer uses the schema public; give it a database of its own`,
    );
  }
}

const insufficientPrivilege = "42501";

async function namingRights(client: pg.Client, thrown: unknown): Promise<unknown> {
  if (!isMissingRight(thrown)) return thrown;
  try {
    await client.query("ROLLBACK");
    const { rows } = await client.query<{ right: string }>(`SELECT needed.right FROM (VALUES
      (has_schema_privilege('public', 'USAGE'), format('GRANT USAGE ON SCHEMA public TO %I', current_user)),
      (has_schema_privilege('public', 'CREATE'), format('GRANT CREATE ON SCHEMA public TO %I', current_user)),
      (has_database_privilege(current_database(), 'CREATE'),
        format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user))
    ) AS needed (held, "right") WHERE NOT needed.held`);
    if (rows.length === 0) return thrown;
    const rights = rows.map(({ right }) => `${right};`).join(" ");
    return new CannotStart(
      `The database role lacks a right (${messageOf(thrown)}). As the owner of the database: ${rights}`,
      {
        cause: thrown,
      },
    );
  } catch {
    // The connection is lost too.
    return thrown;
  }
}

function isMissingRight(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return Reflect.get(thrown, "code") === insufficientPrivilege || isMissingRight(thrown.cause);
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Cancels the statement because the server doesn't notice a lost client while it waits for a lock. */
async function abandon(url: string, working: Set<pg.Client>): Promise<void> {
  const pids = [...working].map((client) => Number(Reflect.get(client, "processID") ?? 0));
  try {
    const messenger = await openClient({ url, connectMilliseconds: 2_000, settings: { statement_timeout: "2s" } });
    await messenger.query("SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid", [pids]);
    await messenger.end();
  } catch {
    // Poolers have PIDs of their own, so closing the connection must suffice.
  }
  for (const client of working) client.connection.stream.destroy();
}
