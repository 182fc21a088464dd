import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { environmentWith } from "@/tests/support/environment";
import { runCommandLine } from "@/tests/support/run-command";
import { startEmbeddedPostgres } from "./embedded";
import { postmasterOf } from "./postgres-process";

const root = mkdtempSync(join(tmpdir(), "foyer-first-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

vi.setConfig({ testTimeout: 240_000 });

/** Only root can start a process as another user. */
const isRoot = process.getuid?.() === 0;

describe("a first start", () => {
  it("that fails half-way removes only what it made itself", () => {
    const dataDir = join(root, "too-small");
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    writeFileSync(join(dataDir, "letter.txt"), "mine");
    // 64 blocks of 512 bytes make initdb fail halfway.
    const command = `ulimit -f 64; exec "${process.execPath}" cli/foyer.mjs admin list-requests`;
    const env = environmentWith({ TSX_DISABLE_CACHE: "1", DATABASE_URL: "", DATA_DIR: dataDir });
    const { status, stderr } = spawnSync("/bin/sh", ["-c", command], { env, encoding: "utf8" });
    expect(status, stderr).toBe(1);
    expect(stderr).toBe(
      `There's no room for a database in ${join(dataDir, "postgres")}: files may not be that large here. Raise the limit (ulimit -f), or set DATABASE_URL.\n`,
    );
    expect(readdirSync(dataDir).sort()).toEqual(["letter.txt", "postgres"]);
    expect(readdirSync(join(dataDir, "postgres"))).toEqual([]);
  });

  it.skipIf(!isRoot).each([
    [
      "a user without an entry in /etc/passwd",
      "",
      { uid: 54_321, gid: 54_321 },
      /^PostgreSQL can't run as the user 54321, who has no entry in \/etc\/passwd\. .*DATABASE_URL\.$/,
    ],
    [
      "a user who may not write there",
      "",
      { uid: 65_534, gid: 65_534, isReadOnly: true },
      /^Can't write to .*: the user nobody isn't allowed to\. Start Foyer as the owner of that directory, or set DATA_DIR\.$/,
    ],
    ["a full disk", "full", { uid: 65_534, gid: 65_534 }, /^There's no room for a database in .*the disk is full\. .*/],
  ] as const)("says in one line what to do about %s, and leaves nothing", async (_, disk, user, says) => {
    const home = join(root, `refused-${user.uid}-${disk}-${"isReadOnly" in user}`);
    mkdirSync(home);
    if (disk === "full") {
      expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=20m", "tmpfs", home]).status).toBe(0);
      onTestFinished(() => void spawnSync("umount", [home]));
    }
    if (!("isReadOnly" in user)) chownSync(home, user.uid, user.gid);
    const env = { DATABASE_URL: "", DATA_DIR: join(home, "data") };
    for (const program of ["server", "migrate"]) {
      const { code, problem } = await runCommandLine(program, [], env, user);
      expect(code).toBe(1);
      const line = program === "server" ? (JSON.parse(problem) as { msg: string }).msg : problem.trim();
      expect(line).toMatch(says);
      expect(line).not.toContain("\n");
      expect(readdirSync(home)).toEqual([]);
    }
  });

  it("takes an empty directory, whoever made it", async () => {
    const dataDir = join(root, "empty");
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    const { stop, url } = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    await stop();
    expect(url).toContain("foyer");
    expect(readdirSync(join(dataDir, "postgres"))).toContain("PG_VERSION");
  });

  it("makes one cluster where two begin in the same moment", async () => {
    const dataDir = join(root, "twice");
    const start = () => startEmbeddedPostgres({ dataDir, log: () => undefined });
    const started = await Promise.all([start(), start()]);
    expect(started[0].url).toBe(started[1].url);
    for (const { stop } of started) await stop();
    expect(postmasterOf(started[0].directory)).toBeNull();
    expect(readdirSync(dataDir).filter((name) => name.includes(".new-"))).toEqual([]);
  });
});
