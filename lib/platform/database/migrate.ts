import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { MigrationList } from "@prisma/schema-engine-wasm";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { loadSchemaEngine, prismaDirectory } from "./schema-engine";

const migrationsDirectory = join(prismaDirectory, "migrations");
/** Any number will do, as long as every process of every version uses the same. */
const lockKey = 7_046_021;

/** The committed migrations, oldest first. */
export function listMigrations(): string[] {
  return readdirSync(migrationsDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Brings a database up to date: Foyer's migrations and the job queue's. Several processes may start at once; an
 * advisory lock lets one work and the others find nothing to do. Returns the names of what was applied. `only`: no others,
 * for a database that a backup of an earlier version is to fill.
 */
export async function migrate(
  url: string,
  { only = listMigrations() }: { only?: readonly string[] } = {},
): Promise<{ applied: string[] }> {
  const lock = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks makes the next statement throw; it must not end the process as well.
  lock.on("error", () => undefined);
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [lockKey]);
    // First: with the last of Foyer's own migrations /health/ready says yes, and whatever asks then may queue a job.
    await runMigrations({ connectionString: url, logger: undefined });
    const applied = (await isUpToDate(lock, only)) ? [] : await applyMigrations(url, only);
    return { applied };
  } finally {
    // Ending the connection releases the lock.
    await lock.end();
  }
}

/** Names of committed migrations that the database has not finished. */
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

/** Spares a start that has nothing to migrate the loading of the engine. */
async function isUpToDate(client: pg.Client, only: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists",
  );
  return rows[0]?.exists === true && (await pendingMigrations(client, only)).length === 0;
}

/**
 * The engine writes down that a migration begins, runs it, and writes down that it is done. Killed in between, it would
 * refuse to go on until somebody says what became of it. In one transaction there is nothing in between.
 */
async function inOneTransaction<Value>(url: string, work: (pool: pg.Pool) => Promise<Value>): Promise<Value> {
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000 });
  pool.on("error", () => undefined);
  try {
    await pool.query("BEGIN");
    const value = await work(pool);
    await pool.query("COMMIT");
    return value;
  } finally {
    // Without the commit, ending the connection takes everything back.
    await pool.end();
  }
}

async function applyMigrations(url: string, only: readonly string[]): Promise<string[]> {
  const migrationsList: MigrationList = {
    baseDir: migrationsDirectory,
    lockfile: {
      path: "migration_lock.toml",
      content: readFileSync(join(migrationsDirectory, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: only.map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(migrationsDirectory, path, "migration.sql"), "utf8") },
      },
    })),
  };
  return inOneTransaction(url, async (pool) => {
    const engine = await loadSchemaEngine(pool);
    try {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList,
        filters: { externalTables: [], externalEnums: [] },
      });
      return appliedMigrationNames;
    } finally {
      engine.free();
    }
  });
}
