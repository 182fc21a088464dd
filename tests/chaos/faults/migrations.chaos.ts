import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { pendingMigrations } from "@/lib/platform/database/migrate";
import { withClient } from "@/tests/support/database";
import { type DatabaseProxy, startProxy } from "@/tests/support/database-proxy";
import { report } from "./report";

/** FAULT_CRASHES: points at which the migration is killed. */
const crashes = Number(process.env.FAULT_CRASHES ?? 15);
const dataDir = mkdtempSync(join(tmpdir(), "foyer-faults-migrations-"));
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  chmodSync(dataDir, 0o755);
  postgres = await startEmbeddedPostgres({ dataDir, log: console.error, mayCreateDatabases: true });
});
afterAll(async () => {
  await postgres?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it("continues migrations after a kill -9 at any point and leaves nothing half done", async () => {
  const whole = await emptyDatabase("whole");
  await migrateKilledAt(whole.proxied, whole.proxy, Number.POSITIVE_INFINITY);
  const expected = await schemaOf(whole.direct);
  const pieces = whole.proxy.passed;
  let cutOff = 0;
  for (let crash = 1; crash <= crashes; crash += 1) {
    const { direct, proxied, proxy } = await emptyDatabase(`crash_${crash}`);
    const killed = await migrateKilledAt(proxied, proxy, Math.round((pieces * crash) / (crashes + 1)));
    if (killed) cutOff += 1;
    await ended(migrating(direct));
    expect(await schemaOf(direct)).toEqual(expected);
  }
  expect(cutOff).toBe(crashes);
  report("others", {
    what: "kill -9 while migrating",
    cells: [`${cutOff} times at ${cutOff} points, and the next start made the same schema each time`],
  });
});

async function emptyDatabase(name: string) {
  await withClient(postgres.url, (client) => client.query(`CREATE DATABASE ${name}`));
  const direct = new URL(postgres.url);
  direct.pathname = `/${name}`;
  const proxy = await startProxy(direct.href);
  return { direct: direct.href, proxied: proxy.url, proxy };
}

/** False when the migration finished. */
async function migrateKilledAt(url: string, proxy: DatabaseProxy, piece: number): Promise<boolean> {
  const child = migrating(url);
  proxy.onPiece = (passed) => {
    if (passed === piece) child.kill("SIGKILL");
  };
  await ended(child);
  await proxy.stop();
  return child.signalCode === "SIGKILL";
}

function migrating(url: string): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "tests/chaos/faults/migrate-child.ts", url], { stdio: "inherit" });
}

async function ended(child: ChildProcess): Promise<void> {
  await once(child, "exit");
  if (child.exitCode !== 0 && child.signalCode !== "SIGKILL") throw new Error(`It ended with ${child.exitCode}`);
}

/** Columns, indexes, functions, triggers and applied migrations. */
async function schemaOf(url: string): Promise<unknown> {
  return withClient(url, async (client) => {
    const read = async (sql: string) => (await client.query(sql)).rows;
    return {
      pending: await pendingMigrations(client),
      columns: await read(
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
      ),
      indexes: await read("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"),
      triggers: await read(
        "SELECT tgname, tgrelid::regclass::text AS on FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
      ),
    };
  });
}
