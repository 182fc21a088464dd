import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  bin: Record<string, string>;
  scripts: Record<string, string>;
};
const program = resolve(manifest.bin.foyer ?? "");

function foyer(...words: string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [program, ...words], {
    cwd: tmpdir(),
    encoding: "utf8",
  });
  return { status, stderr, stdout };
}

const usage = foyer("help").stdout;
const commands = [...usage.matchAll(/^ {2}([\w-]+) +\S/gm)].map(([, name]) => name);

describe("foyer", () => {
  it.each([[], ["migrat"], ["toString"]])("prints its usage and ends with 2 after %j", (...words) => {
    expect(foyer(...words)).toEqual({ status: 2, stderr: usage, stdout: "" });
  });

  it("runs a command from any directory", () => {
    expect(foyer("admin", "help")).toMatchObject({ status: 0, stdout: expect.stringContaining("create-admin EMAIL") });
  });

  it("has a file for each command, and can be run as a program", () => {
    expect(commands).toContain("start");
    for (const name of commands.filter((command) => command !== "start")) {
      expect(existsSync(`cli/${name}.ts`), name).toBe(true);
    }
    expect(statSync(program).mode & 0o111).toBe(0o111);
  });

  it("is what the npm scripts run", () => {
    const aliases = Object.values(manifest.scripts).flatMap(
      (script) => /^node cli\/foyer\.mjs ([\w-]+)/.exec(script)?.[1] ?? [],
    );
    expect([...new Set(aliases)].sort()).toEqual([...commands].sort());
  });
});
