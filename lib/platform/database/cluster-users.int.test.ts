import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { withClient } from "@/tests/support/database";
import { startCommandLine } from "@/tests/support/run-command";
import { ownEmbeddedDatabase } from "../server/embedded-database";
import { ownerLock } from "./earlier-version";
import { startEmbeddedPostgres } from "./embedded";
import { postmasterOf } from "./postgres-process";

const root = mkdtempSync(join(tmpdir(), "foyer-users-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

vi.setConfig({ testTimeout: 240_000 });

const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, log: () => undefined });
const isUsable = (url: string) =>
  withClient(url, async (client) => (await client.query<{ one: number }>("SELECT 1 AS one")).rows[0]?.one === 1);

describe("a database that several processes use", () => {
  it.each([
    ["the one that started it", 0],
    ["the one that came later", 1],
  ])("goes on when %s ends, and is stopped by the last one", async (_, first) => {
    const dataDir = join(root, `ends-${first}`);
    const users = [await start(dataDir), await start(dataDir)];
    const [leaving] = users.splice(first, 1);
    await leaving?.stop();
    const [staying] = users;
    expect(await isUsable(staying?.url ?? "")).toBe(true);
    await staying?.stop();
    expect(postmasterOf(staying?.directory ?? "")).toBeNull();
  });

  it("isn't stopped under a server of an earlier version, which doesn't count as a user", async () => {
    const { directory, stop, url } = await start(join(root, "earlier"));
    await withClient(url, async (client) => {
      await client.query("SELECT pg_advisory_lock($1)", [ownerLock]);
      await stop();
      expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    });
    const last = await start(join(root, "earlier"));
    await last.stop();
    expect(postmasterOf(directory)).toBeNull();
  });

  it("is stopped by a last user whose connection was lost", async () => {
    const { directory, stop, url, user } = await start(join(root, "lost"));
    await withClient(url, (client) =>
      client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'foyer user'"),
    );
    await expect(user.query("SELECT 1")).rejects.toThrow();
    await stop();
    expect(postmasterOf(directory)).toBeNull();
  });

  it("is stopped by a last user who got no answer in time", async () => {
    const { directory, stop, user } = await start(join(root, "slow"));
    const busy = user.query("SELECT pg_sleep(600)").catch(() => undefined);
    await stop();
    await busy;
    expect(postmasterOf(directory)).toBeNull();
  });

  it("is there for whoever starts in the moment in which the last one stops it", async () => {
    const dataDir = join(root, "moment");
    let before = await start(dataDir);
    for (let round = 0; round < 10; round += 1) {
      const [after] = await Promise.all([start(dataDir), before.stop()]);
      expect(await isUsable(after.url)).toBe(true);
      before = after;
    }
    await before.stop();
    expect(postmasterOf(before.directory)).toBeNull();
  });

  it("stays up under a server that started while a command worked on it", async () => {
    const dataDir = join(root, "server");
    const command = startCommandLine("seed", [], { DATABASE_URL: "", AUTH_SECRET: "", APP_URL: "", DATA_DIR: dataDir });
    await vi.waitFor(() => expect(existsSync(join(dataDir, "auth.secret"))).toBe(true), 120_000);
    const lines: string[] = [];
    const server = await ownEmbeddedDatabase({ dataDir, log: (line) => lines.push(line) });
    onTestFinished(() => server.stop());
    const { code, problem } = await command.ended;
    expect(code, problem).toBe(0);
    expect(await isUsable(server.url)).toBe(true);
    expect(lines).toEqual([]);
  });

  it("is stopped by a command that outlives the server", async () => {
    const dataDir = join(root, "outlives");
    const server = await ownEmbeddedDatabase({ dataDir, log: () => undefined });
    const command = startCommandLine("seed", [], { DATABASE_URL: "", AUTH_SECRET: "", APP_URL: "", DATA_DIR: dataDir });
    await vi.waitFor(() => expect(existsSync(join(dataDir, "auth.secret"))).toBe(true), 120_000);
    await server.stop();
    const { code, problem } = await command.ended;
    expect(code, problem).toBe(0);
    expect(postmasterOf(join(dataDir, "postgres"))).toBeNull();
  });
});
