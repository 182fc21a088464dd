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

let truncation: string | undefined;

export async function emptyDatabase(pool: pg.Pool): Promise<void> {
  truncation ??= await truncationOf(pool);
  await pool.query(truncation);
}

async function truncationOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE (schemaname = 'public' AND tablename <> '_prisma_migrations')
       OR (schemaname = 'graphile_worker' AND tablename LIKE '%job%')`);
  return `TRUNCATE ${rows.map(({ name }) => name).join(", ")} RESTART IDENTITY CASCADE`;
}
