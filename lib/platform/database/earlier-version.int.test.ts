import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { withClient } from "@/tests/support/database";
import { freePort } from "@/tests/support/product-process";
import { CannotStart } from "../cannot-start";
import { placeCluster, putCluster } from "./cluster-directory";
import { ownerLock } from "./earlier-version";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded";
import { findBinaries } from "./embedded-binaries";
import { giveTo } from "./embedded-user";
import { migrate } from "./migrate";
import { runProgram } from "./postgres-process";

const root = mkdtempSync(join(tmpdir(), "foyer-earlier-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const quiet = () => undefined;

async function started(dataDir: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet });
  onTestFinished(() => postgres.stop());
  return postgres;
}

function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

describe("a database that the first version made, whose role was the superuser and had a port", {
  timeout: 240_000,
}, () => {
  const password = "ab".repeat(24);

  async function makeEarlier(name: string): Promise<{ dataDir: string; url: string; stop(): Promise<void> }> {
    const dataDir = join(root, name);
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, "postgres.password"), password, { mode: 0o600 });
    const cluster = placeCluster(dataDir);
    const binaries = findBinaries(cluster.identity, "/var/lib/foyer");
    await putCluster(cluster, async (directory) => {
      const passwordFile = `${directory}.password`;
      writeFileSync(passwordFile, password);
      giveTo(passwordFile, cluster.identity);
      const options = ["-U", "foyer", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"];
      const at = { ...cluster, directory };
      await runProgram(binaries.initdb, ["-D", directory, `--pwfile=${passwordFile}`, ...options], at);
      rmSync(passwordFile);
    });
    const port = await freePort();
    const flags = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
    const { directory } = cluster;
    await runProgram(
      binaries.pgCtl,
      ["start", "-D", directory, "-w", "-l", join(directory, "postgresql.log"), "-o", flags],
      cluster,
    );
    const url = `postgresql://foyer:${password}@127.0.0.1:${port}/`;
    await query(`${url}postgres`, "CREATE DATABASE foyer");
    // The engine can be loaded only once in a process.
    const migrated = spawnSync(process.execPath, [
      "--import",
      "tsx",
      "tests/chaos/faults/migrate-child.ts",
      `${url}foyer`,
    ]);
    expect(migrated.status, migrated.stderr.toString()).toBe(0);
    await query(`${url}foyer`, "CREATE TABLE kept AS SELECT 1 AS one");
    const stop = () => runProgram(binaries.pgCtl, ["stop", "-D", directory, "-m", "fast", "-w"], cluster);
    return { dataDir, url: `${url}foyer`, stop };
  }

  it.each([
    ["still runs without its server", true],
    ["was stopped", false],
  ])("goes on with all it holds when it %s, without port and superuser", async (_, isRunning) => {
    const earlier = await makeEarlier(isRunning ? "earlier-running" : "earlier-stopped");
    if (!isRunning) await earlier.stop();
    const { url, wasRunning } = await started(earlier.dataDir);
    expect(wasRunning).toBe(false);
    expect(await query(url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    expect(
      await query(
        url,
        "SELECT current_setting('listen_addresses') AS ports, rolsuper FROM pg_roles WHERE rolname = current_user",
      ),
    ).toEqual([{ ports: "", rolsuper: false }]);
    const superuser = new URL(url);
    superuser.username = "foyer";
    await expect(query(superuser.href, "SELECT 1")).rejects.toThrow("password authentication failed");
    expect(
      await query(
        url,
        `
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('public', 'graphile_worker') AND c.relowner <> current_user::regrole
      UNION ALL SELECT typname FROM pg_type WHERE typtype = 'e' AND typowner <> current_user::regrole
      UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'graphile_worker' AND nspowner <> current_user::regrole
      UNION ALL SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN ('public', 'graphile_worker') AND p.proowner <> current_user::regrole
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
      ),
    ).toEqual([]);
    await query(url, "ALTER TABLE reply_templates ADD COLUMN later text");
    expect((await migrate(url)).applied).toEqual([]);
  });

  it("is left alone while the earlier version's server works on it", async () => {
    const { dataDir, stop, url } = await makeEarlier("earlier-owned");
    onTestFinished(stop);
    await withClient(url, async (client) => {
      await client.query("SELECT pg_advisory_lock($1)", [ownerLock]);
      await expect(startEmbeddedPostgres({ dataDir, log: quiet })).rejects.toThrow(CannotStart);
      expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    });
    expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(true);
  });
});
