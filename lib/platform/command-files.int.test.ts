import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { environmentWith } from "@/tests/support/environment";
import { listOwners } from "@/tests/support/listing";
import { runCommandLine } from "@/tests/support/run-command";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const root = mkdtempSync(join(tmpdir(), "foyer-files-"));
chmodSync(root, 0o755);
const [dataDir, backup, elsewhere] = [join(root, "data"), join(root, "backup"), join(root, "elsewhere")];
const env = { DATABASE_URL: "", AUTH_SECRET: "", SETUP_TOKEN: "", APP_URL: "", DATA_DIR: dataDir };
let umask = 0;
beforeAll(() => {
  umask = process.umask(0);
});
afterAll(() => {
  process.umask(umask);
  rmSync(root, { recursive: true, force: true });
});

function open(path: string): string[] {
  return [...listOwners(path)].flatMap(([found, owner]) => {
    const mode = Number.parseInt(owner, 8);
    const isDirectory = (mode & 0o170000) === 0o040000;
    return (mode & (isDirectory ? 0o066 : 0o077)) === 0 ? [] : [`${found} ${owner}`];
  });
}

it.each([
  ["admin", ["create-admin", "ada@office.example"], dataDir],
  ["admin", ["export", "users"], dataDir],
  ["doctor", [], dataDir],
  ["verify-audit", [], dataDir],
  ["backup", [backup], dataDir],
  ["restore", [backup], elsewhere],
])("%s %j makes no file that another user can read, whatever the umask", async (program, words, directory) => {
  const ran = await runCommandLine(program, words, { ...env, DATA_DIR: directory });
  expect(ran.code, ran.problem).toBe(0);
  const made = [dataDir, ...(program === "backup" ? [backup] : []), ...(program === "restore" ? [elsewhere] : [])];
  for (const path of made) {
    expect(listOwners(path).size).toBeGreaterThan(2);
    expect(open(path)).toEqual([]);
  }
});

it.each([
  ["admin", "help"],
  ["admin", "list-requests"],
  ["admin", "export audit --format json"],
  ["doctor", ""],
  ["verify-audit", ""],
])("%s %s ends quietly when nobody reads what it says", (program, words) => {
  const command = `"${process.execPath}" cli/foyer.mjs ${program} ${words} | true; echo \${PIPESTATUS[0]}`;
  const ran = spawnSync("bash", ["-c", command], { env: environmentWith(env), encoding: "utf8" });
  expect(ran.stderr).toBe("");
  expect(ran.stdout.trim()).toBe("0");
});

it("refuses a place for a backup that is there already, for it may be open to others", async () => {
  const ran = await runCommandLine("backup", [root], env);
  expect(ran).toMatchObject({ code: 1, out: "" });
  expect(ran.problem).toContain("already exists");
});

describe("the temporary directory of the machine", () => {
  it("may hold a socket of another user under the name that the loader would use: nobody speaks to it", async () => {
    const temporary = mkdtempSync(join(root, "tmp-"));
    const theirs = join(temporary, `tsx-${process.geteuid?.()}`);
    mkdirSync(theirs);
    let visitors = 0;
    const listener = createServer(() => {
      visitors += 1;
    });
    await new Promise<void>((done) => listener.listen(join(theirs, `${process.pid}.pipe`), done));
    onTestFinished(() => void listener.close());
    const ran = await runCommandLine("admin", ["help"], { ...env, TMPDIR: temporary });
    expect(ran).toMatchObject({ code: 0, problem: "" });
    expect(visitors).toBe(0);
  });

  it.each([
    ["admin", ["list-requests"]],
    ["verify-audit", []],
  ])("may be one that nobody can write, for %s", async (program, words) => {
    const ran = await runCommandLine(program, words, { ...env, TMPDIR: join(root, "does-not-exist") });
    expect(ran, ran.problem).toMatchObject({ code: 0, problem: "" });
  });
});
