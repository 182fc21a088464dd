import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { withClient } from "@/tests/support/database";
import { runCommandLine } from "@/tests/support/run-command";
import { startEmbeddedPostgres } from "./embedded";
import { postmasterOf } from "./postgres-process";

const root = mkdtempSync(join(tmpdir(), "foyer-refused-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const quiet = () => undefined;
vi.setConfig({ testTimeout: 240_000 });

function query(url: string, sql: string): Promise<unknown> {
  return withClient(url, (client) => client.query(sql));
}

describe("a database that doesn't let Foyer in", () => {
  it("stays as it is for whoever only reads", async () => {
    const dataDir = join(root, "read");
    const first = await startEmbeddedPostgres({ dataDir, log: quiet });
    await first.stop();
    const password = join(dataDir, "postgres.password");
    renameSync(password, `${password}.kept`);
    await expect(startEmbeddedPostgres({ dataDir, log: quiet, keepsRoles: true })).rejects.toThrow(
      "Nothing was changed",
    );
    expect(postmasterOf(first.directory)).toBeNull();
    renameSync(`${password}.kept`, password);
    const again = await startEmbeddedPostgres({ dataDir, log: quiet, keepsRoles: true });
    await again.stop();
    expect(again.url).toBe(first.url);
  });

  it("stays as it is where it has never been Foyer's", async () => {
    const dataDir = join(root, "foreign");
    const first = await startEmbeddedPostgres({ dataDir, log: quiet });
    await query(first.url.replace(/\/foyer$/, "/postgres"), "DROP DATABASE foyer WITH (FORCE)");
    await first.stop();
    for (const keepsRoles of [true, false]) {
      await expect(startEmbeddedPostgres({ dataDir, log: quiet, keepsRoles })).rejects.toThrow("Nothing was changed");
      expect(postmasterOf(first.directory)).toBeNull();
    }
  });
});

describe("a command that fails", () => {
  const failures: [string, string, string][] = [
    ["at its secret", "short", "SELECT 1"],
    ["at its migrations", "x".repeat(64), 'CREATE TABLE "_prisma_migrations" AS SELECT 1 AS one'],
  ];
  const commands: [string, string[]][] = [
    ["admin", ["list-requests"]],
    ["verify-audit", []],
  ];

  it.each(failures)("%s leaves no database running", async (when, secret, damage) => {
    const dataDir = join(root, `command ${when}`);
    const first = await startEmbeddedPostgres({ dataDir, log: quiet });
    await query(first.url, damage);
    writeFileSync(join(dataDir, "auth.secret"), secret);
    await first.stop();
    for (const [program, words] of commands) {
      const ran = await runCommandLine(program, words, { DATABASE_URL: "", AUTH_SECRET: "", DATA_DIR: dataDir });
      expect(ran.code, ran.out).toBe(1);
      expect(postmasterOf(first.directory), program).toBeNull();
    }
  });
});
