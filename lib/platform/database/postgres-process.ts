import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { uptime } from "node:os";
import { dirname, join } from "node:path";
import type { Cluster } from "./cluster-directory";

export interface Postmaster {
  pid: number;
  port: number;
  /** As it was configured; empty for one that listens on a port alone. */
  socketDirectory: string;
}

/** The process that serves a directory, as its postmaster.pid says; null where there is none, or the file is stale. */
export function postmasterOf(directory: string): Postmaster | null {
  const [pid, , , port, socketDirectory = ""] = readLock(directory);
  const found = { pid: Number(pid ?? 0), port: Number(port ?? 0), socketDirectory };
  return isAlive(found.pid) && !isLockStale(directory) && worksIn(found.pid, directory) ? found : null;
}

/**
 * True for a lock that PostgreSQL would take for a living server's although it is not: from before the machine started,
 * so that the number in it may be another program's now, or of a server that ended and that nobody has waited for.
 */
export function isLockStale(directory: string): boolean {
  const [pid, , startedAt] = readLock(directory);
  if (startedAt !== undefined && Number(startedAt) < Date.now() / 1000 - uptime() - 1) return true;
  return stateOf(Number(pid ?? 0)) === "ended";
}

function readLock(directory: string): string[] {
  const pidFile = join(directory, "postmaster.pid");
  return existsSync(pidFile) ? readFileSync(pidFile, "utf8").split("\n") : [];
}

/** A server works in its data directory. True, too, where the system does not say in which one a process works. */
function worksIn(pid: number, directory: string): boolean {
  try {
    const [there, here] = [statSync(`/proc/${pid}/cwd`), statSync(directory)];
    return there.ino === here.ino && there.dev === here.dev;
  } catch (thrown) {
    // Linux shows everything of a process to its own user, and nothing to others.
    if ((thrown as NodeJS.ErrnoException).code === "EACCES") return false;
    return stateOf(pid) === "unknown";
  }
}

/** "ended": it is in the list of processes only until its parent asks after it. "unknown" where the system has no /proc. */
function stateOf(pid: number): "runs" | "ended" | "gone" | "unknown" {
  if (!existsSync("/proc/self/stat")) return "unknown";
  try {
    // The name before it is in brackets, and may have brackets in it.
    const [state] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
    return state === "Z" || state === "X" ? "ended" : "runs";
  } catch {
    // No process has that number, or it is another user's.
    return "gone";
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || stateOf(pid) === "ended") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Bytes that the server has logged so far. */
export function loggedBytes(directory: string): number {
  return statSync(join(directory, "postgresql.log"), { throwIfNoEntry: false })?.size ?? 0;
}

/** Why the server ended, in its own words since `from` bytes of its log; pg_ctl only says that it did. */
export function lastFault(directory: string, from: number): string | undefined {
  if (loggedBytes(directory) <= from) return undefined;
  const logged = readFileSync(join(directory, "postgresql.log")).subarray(from).toString().slice(-20_000);
  const lines = logged.split("\n").filter((line) => line.trim() !== "");
  const fault = lines.findLast((line) => /(?:FATAL|PANIC):/.test(line))?.replace(/^.*?(?=FATAL:|PANIC:)/, "");
  return fault ?? lines.at(-1);
}

interface RunOptions {
  cwd?: string;
  /** What the server reads as a single user. */
  input?: { text: string; harmless: string };
  /** Ends the program and everything it started; the reason is thrown once they have ended. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs one of PostgreSQL's programs to its end; what it said is in the error when it failed. With `input` it is the
 * server itself as a single user, which goes on after a statement that fails and ends with 0: an error that does not
 * hold `harmless` fails here.
 */
export function runProgram(
  program: string,
  args: string[],
  { directory, identity }: Cluster,
  { cwd, input, signal }: RunOptions = {},
): Promise<void> {
  return new Promise((done, fail) => {
    if (signal?.aborted) return fail(signal.reason);
    const child = spawn(program, args, {
      ...(identity ?? {}),
      cwd: cwd ?? (identity ? "/" : dirname(directory)),
      // The server inherits these: with a pipe it would hold this process open, and die with it.
      stdio: [input === undefined ? "ignore" : "pipe", "ignore", "pipe"],
      env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
      // Out of reach of Ctrl-C at a terminal, which goes to the whole group: this process decides what ends when.
      detached: process.platform !== "win32",
    });
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("error", fail);
    // A program that ends before it has read everything says why on standard error.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input?.text);
    const onAbort = () => endGroup(child.pid);
    signal?.addEventListener("abort", onAbort, { once: true });
    const end = (code: number | null) => {
      signal?.removeEventListener("abort", onAbort);
      child.stderr?.destroy();
      if (signal?.aborted) return fail(signal.reason);
      const faults = input ? said.split("\n").filter((line) => /(?:ERROR|FATAL|PANIC):/.test(line)) : [];
      const fault = faults.find((line) => input && !line.includes(input.harmless));
      if (code === 0 && fault === undefined) return done();
      const reason = (fault ?? said).trim().slice(-2000);
      fail(new Error(`${program.split("/").at(-1)} failed with code ${code}: ${reason}`));
    };
    // pg_ctl's server keeps the pipe open after it. Of every other program nothing runs on.
    child.once(args[0] === "start" ? "exit" : "close", end);
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGTERM");
  } catch {
    // It has ended meanwhile.
  }
}

/** Asks a server for a fast shutdown, whether it is up or still starting. */
export function askToStop(directory: string): void {
  const postmaster = postmasterOf(directory);
  if (postmaster) process.kill(postmaster.pid, "SIGINT");
}
