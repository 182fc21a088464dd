import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { environmentWith } from "@/lib/testing/environment";
import { startEmbeddedPostgres } from "./embedded";

const root = mkdtempSync(join(tmpdir(), "foyer-first-"));
// PostgreSQL's own user has to get in when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

// A busy machine takes its time for processes.
vi.setConfig({ testTimeout: 240_000 });

describe("a first start", () => {
  it("that fails half-way removes only what it made itself", () => {
    const dataDir = join(root, "too-small");
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    writeFileSync(join(dataDir, "letter.txt"), "mine");
    // No file may have more than 64 blocks of 512 bytes, so initdb fails in its middle.
    const command = `ulimit -f 64; exec "${process.execPath}" --import ./scripts/tsx.mjs prisma/admin.ts list-requests`;
    const env = environmentWith({ TSX_DISABLE_CACHE: "1", DATABASE_URL: "", DATA_DIR: dataDir });
    const { status, stderr } = spawnSync("/bin/sh", ["-c", command], { env, encoding: "utf8" });
    expect(status, stderr).toBe(1);
    expect(stderr).toContain("initdb failed");
    expect(readdirSync(dataDir).sort()).toEqual(["letter.txt", "postgres", "postgres.password"]);
    expect(readdirSync(join(dataDir, "postgres"))).toEqual([]);
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
    const outcomes = await Promise.allSettled([start(), start()]);
    const started = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(started.length).toBeGreaterThan(0);
    await started[0]?.stop();
    expect(readdirSync(dataDir).filter((name) => name.includes(".new-"))).toEqual([]);
  });
});
