import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startCommandLine } from "@/tests/support/run-command";
import { startEmbeddedPostgres } from "./database/embedded";
import { postmasterOf } from "./database/postgres-process";

vi.setConfig({ testTimeout: 240_000 });

const root = mkdtempSync(join(tmpdir(), "foyer-signals-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;

function newDataDir(): string {
  made += 1;
  mkdirSync(join(root, String(made)), { mode: 0o755 });
  return join(root, String(made), "data");
}

const namesIn = (path: string) => (existsSync(path) ? readdirSync(path) : []);

/** The signal is sent when it's first true. */
const moments = {
  "loads its code": () => true,
  "makes the database": (dataDir: string) =>
    namesIn(dataDir).some((name) => name.includes(".new-") && existsSync(join(dataDir, name, "base"))),
  "starts the database": (dataDir: string) => existsSync(join(dataDir, "postgres", "postmaster.pid")),
  "works on the database": (dataDir: string) => existsSync(join(dataDir, "auth.secret")),
};

interface Ended {
  code: number | null;
  problem: string;
}

async function signalled(
  [program, ...words]: [string, ...string[]],
  signal: NodeJS.Signals,
  { dataDir, isNow }: { dataDir: string; isNow: (dataDir: string) => boolean },
): Promise<Ended> {
  const env = { DATABASE_URL: "", AUTH_SECRET: "", APP_URL: "", DATA_DIR: dataDir };
  const { child, ended } = startCommandLine(program, words, env);
  const timer = setInterval(() => {
    if (!isNow(dataDir)) return;
    clearInterval(timer);
    child.kill(signal);
  }, 5);
  const { code, problem } = await ended;
  clearInterval(timer);
  return { code: code ?? 128 + (child.signalCode === "SIGTERM" ? 15 : 0), problem };
}

describe("a first start that is asked to end", () => {
  it.each([
    ["server", "loads its code", "SIGTERM", 143],
    ["server", "makes the database", "SIGTERM", 143],
    ["server", "makes the database", "SIGHUP", 129],
    ["server", "starts the database", "SIGTERM", 143],
    ["server", "works on the database", "SIGINT", 130],
    ["admin list-requests", "makes the database", "SIGINT", 130],
    ["seed", "works on the database", "SIGTERM", 143],
    ["migrate", "starts the database", "SIGINT", 130],
  ] as const)(
    "%s, while it %s, by %s, leaves nothing running and nothing half made",
    async (command, moment, signal, code) => {
      const dataDir = newDataDir();
      const words = command.split(" ") as [string, ...string[]];
      const ended = await signalled(words, signal, { dataDir, isNow: moments[moment] });
      expect(ended).toEqual({ code, problem: "" });
      expect(postmasterOf(join(dataDir, "postgres"))).toBeNull();
      const left = namesIn(dataDir);
      expect(left.filter((name) => name.includes(".new-"))).toEqual([]);
      if (!left.includes("postgres")) expect(existsSync(dataDir)).toBe(false);
      const again = await startEmbeddedPostgres({ dataDir, log: () => undefined });
      await again.stop();
    },
  );
});

describe("a command beside no server that is asked to end", () => {
  it.each([
    ["doctor", []],
    ["backup", ["copy"]],
    ["verify-audit", []],
    ["admin", ["export", "users"]],
  ])("%s leaves the database as it was", async (program, words) => {
    const dataDir = newDataDir();
    const first = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    await first.stop();
    const target = join(dataDir, "..", "copy");
    const paths = words.map((word) => (word === "copy" ? target : word));
    const ended = await signalled([program, ...paths], "SIGTERM", { dataDir, isNow: moments["starts the database"] });
    expect(ended).toEqual({ code: 143, problem: "" });
    expect(postmasterOf(first.directory)).toBeNull();
    expect(
      readdirSync(dataDir)
        .filter((name) => name !== "auth.secret")
        .sort(),
    ).toEqual(["postgres", "postgres.password"]);
    expect(existsSync(target)).toBe(false);
  });
});
