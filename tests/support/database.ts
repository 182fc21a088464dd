import type pg from "pg";
import type { Database } from "@/lib/core/kernel/database";
import { createDatabase } from "@/lib/platform/database/client";
import { createPool, openClient } from "@/lib/platform/database/connections";

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  db: Database;
}

export interface TestCluster {
  adminUrl: string;
  template: string;
  prefix: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    cluster: TestCluster;
  }
}

const scope = globalThis as { foyerTestDatabase?: Promise<TestDatabase> };

/** This worker's copy of the migrated database. One per process. */
export function testDatabase(cluster: TestCluster): Promise<TestDatabase> {
  scope.foyerTestDatabase ??= open(cluster, `${cluster.prefix}_${process.env.VITEST_POOL_ID ?? "0"}`);
  return scope.foyerTestDatabase;
}

async function open(cluster: TestCluster, name: string): Promise<TestDatabase> {
  await withClient(cluster.adminUrl, (client) => cloneDatabase(client, name, cluster.template));
  const url = databaseUrl(cluster.adminUrl, name);
  // Enough connections for twenty concurrent calls.
  const pool = createPool({ url, max: 24, onIdleError: console.error });
  return { url, pool, db: createDatabase(pool) };
}

async function cloneDatabase(client: pg.Client, name: string, template: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (rowCount !== 0) return;
  await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  // Far from UTC, to find queries that depend on the server's time zone.
  await client.query(`ALTER DATABASE "${name}" SET TimeZone = 'Pacific/Auckland'`);
}

export async function withClient<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = await openClient({ url });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function databaseUrl(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Rows that were deleted stay in their files until the table is truncated. */
const deletionsMax = 50;
let deletions = 0;
let emptying: Promise<{ truncate: string; remove: string }> | undefined;

/**
 * Empties every table, as a list that is read from the database. Deleting the few rows of a test takes a seventh of the
 * time of a truncation, which makes new files for every table and index.
 */
export async function emptyDatabase(pool: pg.Pool): Promise<void> {
  emptying ??= statementsFor(pool);
  const { remove, truncate } = await emptying;
  deletions = (deletions + 1) % deletionsMax;
  await pool.query(deletions === 0 ? truncate : remove);
}

async function statementsFor(pool: pg.Pool): Promise<{ truncate: string; remove: string }> {
  // Last the ones that others refer to without ON DELETE, and the counts that a deleted request changes.
  const { rows } = await pool.query<{ name: string }>(`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE (schemaname = 'public' AND tablename <> '_prisma_migrations')
       OR (schemaname = 'graphile_worker' AND tablename LIKE '%job%')
    ORDER BY array_position(ARRAY['users', 'tenants', 'access_request_counts'], tablename::text) NULLS FIRST`);
  const names = rows.map(({ name }) => name);
  return {
    truncate: `TRUNCATE ${names.join(", ")} RESTART IDENTITY CASCADE`,
    // One transaction, which waits for those that still write.
    remove: `LOCK TABLE ${names.join(", ")} IN SHARE ROW EXCLUSIVE MODE;
      SELECT set_config('foyer.audit_retention', 'on', true);
      ${names.map((name) => `DELETE FROM ${name};`).join("\n")}
      SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
      WHERE last_value IS NOT NULL AND (schemaname = 'public' OR (schemaname = 'graphile_worker' AND sequencename LIKE '%job%'));`,
  };
}
