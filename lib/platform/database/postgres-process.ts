import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Cluster } from "./cluster-directory";

/** What the directory's postmaster.pid says; zeros where there is none. */
export function postmasterOf(directory: string): { pid: number; port: number } {
  const pidFile = join(directory, "postmaster.pid");
  const [pid, , , port] = existsSync(pidFile) ? readFileSync(pidFile, "utf8").split("\n") : [];
  return { pid: Number(pid ?? 0), port: Number(port ?? 0) };
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Why the server ended, in its own words; pg_ctl only says that it did. */
export function lastFault(directory: string): string | undefined {
  const path = join(directory, "postgresql.log");
  const lines = existsSync(path) ? readFileSync(path, "utf8").slice(-20_000).split("\n") : [];
  return lines.findLast((line) => /(?:FATAL|PANIC):/.test(line))?.replace(/^.*?(?=FATAL:|PANIC:)/, "");
}

/** Runs one of PostgreSQL's programs to its end; what it said is in the error when it failed. */
export function runProgram(program: string, args: string[], { directory, identity }: Cluster): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      ...(identity ?? {}),
      cwd: identity ? "/" : dirname(directory),
      // The server inherits these: with a pipe it would hold this process open, and die with it.
      stdio: ["ignore", "ignore", "pipe"] as const,
      env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("error", fail);
    child.once("exit", (code) => {
      child.stderr.destroy();
      if (code === 0) done();
      else fail(new Error(`${program.split("/").at(-1)} failed with code ${code}: ${said.trim().slice(-2000)}`));
    });
  });
}
