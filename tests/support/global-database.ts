import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { migrate } from "@/lib/platform/database/migrate";
import { databaseUrl, type TestCluster, withClient } from "./database";

/** One PostgreSQL per run: TEST_DATABASE_URL, else an embedded one. Workers copy its migrated database. */
interface Running {
  cluster: TestCluster;
  stop(): Promise<void>;
}

const scope = globalThis as { foyerTestCluster?: { running: Promise<Running>; users: number } };

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  scope.foyerTestCluster ??= { running: start(), users: 0 };
  const shared = scope.foyerTestCluster;
  shared.users += 1;
  const { cluster, stop } = await shared.running;
  project.provide("cluster", cluster);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete scope.foyerTestCluster;
    await stop();
  };
}

async function start(): Promise<Running> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: refuseRemote(given), stop: async () => {} } : await startTemporary();
  const prefix = `foyer_test_${randomBytes(4).toString("hex")}`;
  const cluster = { adminUrl: server.url, template: `${prefix}_template`, prefix };
  await withClient(server.url, (client) => client.query(`CREATE DATABASE "${cluster.template}"`));
  await migrate(databaseUrl(server.url, cluster.template));
  // PostgreSQL can't copy a database with open connections.
  await withClient(server.url, (client) =>
    client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user",
      [cluster.template],
    ),
  );
  return {
    cluster,
    async stop() {
      if (given) await dropDatabases(cluster);
      await server.stop();
    },
  };
}

/** Tests empty every table, so a remote server is rejected. */
function refuseRemote(url: string): string {
  const { hostname } = new URL(url);
  if (["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return url;
  throw new Error(`TEST_DATABASE_URL points at ${hostname}: tests only run against a database on this machine`);
}

async function startTemporary(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "foyer-test-"));
  // Lets the `postgres` user in when the tests run as root.
  await chmod(dataDir, 0o755);
  // Nothing here has to survive a power cut, and tables are emptied before there is anything to vacuum.
  const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];
  const server = await startEmbeddedPostgres({ dataDir, log: console.error, settings, mayCreateDatabases: true });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function dropDatabases({ adminUrl, prefix }: TestCluster): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
      [prefix],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  });
}
