import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { Client } from "./client";
import { Crowd } from "./crowd";
import { Ledger } from "./ledger";
import { openStage, type Stage, until } from "./stage";
import { judge } from "./verdict";

const sizeMegabytes = 192;

it("attack 136: a full disk makes writes fail as a whole; with room again nothing is lost and nothing half done", async ({
  skip,
}) => {
  const disk = mountDisk();
  if (disk === null) return skip("a disk of its own can only be mounted by root");
  const stage = await openStage("disk", { DATA_DIR: disk });
  const crowd = new Crowd("disk", stage, new Ledger());
  onTestFinished(async () => {
    await crowd.stop();
    await stage.close();
    // Lazily: whatever has not ended yet keeps its files until it has.
    execFileSync("umount", ["-l", disk]);
    rmdirSync(disk);
  });
  await crowd.setUp();
  crowd.start();
  await pause(2_000);
  await fill(disk, crowd);
  // Its log of changes wants a new file, and gets none: PostgreSQL gives up altogether.
  await stage.withDatabase((client) => client.query("CHECKPOINT; SELECT pg_switch_wal()")).catch(() => undefined);
  await until("writes that are refused", () => crowd.ledger.refused > 20);
  const live = await fetch(`${stage.url}/health/live`);
  expect(live.status).toBe(200);
  rmSync(join(disk, "filler"));
  const took = await untilWritten(stage);
  await pause(1_000);
  await crowd.stop();
  await judge(stage, crowd, { what: "disk full", times: 1, ready: [took] });
  expect(readFileSync(join("test-results", "faults-disk.log"), "utf8")).toMatch(/No space left on device/);
});

/** A small disk of its own in memory; null where that is not allowed. */
function mountDisk(): string | null {
  const path = mkdtempSync(join(tmpdir(), "foyer-faults-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMegabytes}m`, "tmpfs", path], { stdio: "ignore" });
    chmodSync(path, 0o755);
    return path;
  } catch {
    rmdirSync(path);
    return null;
  }
}

/** Takes what is left, again and again, until writes are refused: PostgreSQL has room put aside for itself. */
async function fill(disk: string, { ledger }: Crowd): Promise<void> {
  const before = ledger.refused;
  await until("a disk so full that writes are refused", () => {
    takeTheRest(disk);
    return ledger.refused > before + 20;
  });
}

function takeTheRest(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize), { flag: "a" });
  } catch (thrown) {
    // PostgreSQL has taken some of it meanwhile: then it is full, too.
    if ((thrown as NodeJS.ErrnoException).code !== "ENOSPC") throw thrown;
  }
}

async function untilWritten({ url }: Stage): Promise<number> {
  const startedAt = performance.now();
  const client = new Client(url);
  await until("an acknowledged write", async () => {
    const answer = await client.post("login", { email: "nobody@company.example", password: "not a password" });
    return answer.status === 401;
  });
  return performance.now() - startedAt;
}
