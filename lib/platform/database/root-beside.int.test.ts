import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environmentWith } from "@/tests/support/environment";
import { listOwners } from "@/tests/support/listing";
import { runCommandLine } from "@/tests/support/run-command";

/** Neither root nor PostgreSQL's user. */
const service = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

const root = mkdtempSync(join(tmpdir(), "foyer-beside-"));
const servers: ChildProcess[] = [];
afterAll(async () => {
  for (const server of servers) {
    if (server.exitCode !== null) continue;
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  rmSync(root, { recursive: true, force: true });
});

/** Only the service's user and root can enter, as with systemd's StateDirectory. */
function makeHome(name: string): { dataDir: string; env: Record<string, string> } {
  const dataDir = join(root, name, "state");
  mkdirSync(join(root, name));
  for (const path of [root, join(root, name)]) chownSync(path, service.uid, service.gid);
  mkdirSync(dataDir, { mode: 0o700 });
  chownSync(dataDir, service.uid, service.gid);
  return { dataDir, env: { DATABASE_URL: "", AUTH_SECRET: "", ADMIN_PASSWORD: "", DATA_DIR: dataDir } };
}

async function startServer(dataDir: string): Promise<void> {
  const program = `
    import("./lib/platform/server/embedded-database.ts").then(async ({ ownEmbeddedDatabase }) => {
      const { stop } = await ownEmbeddedDatabase({ dataDir: ${JSON.stringify(dataDir)}, log: console.error });
      process.once("SIGTERM", () => stop().then(() => process.exit(0)));
      process.send("ready");
    });`;
  const server = spawn(process.execPath, ["--import", "tsx", "-e", program], {
    ...service,
    env: environmentWith(),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  servers.push(server);
  const [said] = await Promise.race([once(server, "message"), once(server, "exit")]);
  expect(said).toBe("ready");
}

const commands: [program: string, words: string[], code: number][] = [
  ["doctor", [], 0],
  ["admin", ["list-requests"], 0],
  ["admin", ["create-admin", "root@office.example"], 0],
  ["admin", ["export", "users"], 0],
  ["verify-audit", [], 0],
  ["backup", [join(root, "backup")], 0],
  ["restore", [join(root, "backup")], 1],
  ["seed", [], 1],
];

describe.skipIf(!isRoot)("root's commands beside the service of another user", () => {
  it("do their work, change no owner and no mode, and leave nothing of root's behind", {
    timeout: 240_000,
  }, async () => {
    const { dataDir, env } = makeHome("running");
    const first = await runCommandLine("admin", ["create-admin", "ada@office.example"], env, service);
    expect(first.code, first.problem).toBe(0);
    await startServer(dataDir);
    for (const [program, words, code] of commands) {
      const before = listOwners(dataDir);
      const ran = await runCommandLine(program, words, env);
      expect(ran.code, `${program}: ${ran.problem}`).toBe(code);
      expect(ran.problem, program).not.toMatch(/^\s+at /m);
      if (program === "doctor") expect(ran.out).toMatch(/ok +Database/);
      const after = listOwners(dataDir);
      for (const [path, owner] of after) expect(`${path} ${owner}`).toBe(`${path} ${before.get(path) ?? owner}`);
      expect([...after.values()].filter((owner) => !owner.endsWith(`${service.uid}:${service.gid}`))).toEqual([]);
    }
    const own = await runCommandLine("admin", ["export", "users"], env, service);
    expect(own.code, own.problem).toBe(0);
    expect(own.out).toContain("root@office.example");
    const [server] = servers.splice(0);
    server?.kill("SIGTERM");
    if (server) await once(server, "exit");
    await startServer(dataDir);
  });

  it("start the stopped database as its own user, and leave it stopped", { timeout: 600_000 }, async () => {
    const { dataDir, env } = makeHome("stopped");
    const made = await runCommandLine("admin", ["create-admin", "ada@office.example"], env);
    expect(made.code, made.problem).toBe(0);
    expect(
      [...listOwners(dataDir).values()].filter((owner) => !owner.endsWith(`${service.uid}:${service.gid}`)),
    ).toEqual([]);
    expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(false);
    const own = await runCommandLine("admin", ["export", "users"], env, service);
    expect(own.out, own.problem).toContain("ada@office.example");
    expect(readFileSync(join(dataDir, "auth.secret"), "utf8").length).toBeGreaterThan(32);
  });
});
