import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { uptime } from "node:os";
import { dirname, join } from "node:path";
import type { Cluster } from "./cluster-directory";

export interface Postmaster {
  pid: number;
  port: number;
  /** Empty for a server on a port. */
  socketDirectory: string;
}

/** Null if postmaster.pid is missing or stale. */
export function postmasterOf(directory: string): Postmaster | null {
  const [pid, , , port, socketDirectory = ""] = readLock(directory);
  const found = { pid: Number(pid ?? 0), port: Number(port ?? 0), socketDirectory };
  return isAlive(found.pid) && !isLockStale(directory) && worksIn(found.pid, directory) ? found : null;
}

/**
 * True for a lock file from before the last boot or of a zombie process, which PostgreSQL would take for a running
 * server.
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

/** Also true if the system doesn't tell. */
function worksIn(pid: number, directory: string): boolean {
  try {
    const [there, here] = [statSync(`/proc/${pid}/cwd`), statSync(directory)];
    return there.ino === here.ino && there.dev === here.dev;
  } catch (thrown) {
    // Linux hides this link from other users.
    if ((thrown as NodeJS.ErrnoException).code === "EACCES") return false;
    return stateOf(pid) === "unknown";
  }
}

/** "ended": a zombie. "unknown": no /proc. */
function stateOf(pid: number): "runs" | "ended" | "gone" | "unknown" {
  if (!existsSync("/proc/self/stat")) return "unknown";
  try {
    // The name before it may contain brackets.
    const [state] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
    return state === "Z" || state === "X" ? "ended" : "runs";
  } catch {
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

export function loggedBytes(directory: string): number {
  return statSync(join(directory, "postgresql.log"), { throwIfNoEntry: false })?.size ?? 0;
}

/** pg_ctl omits the error. */
export function lastFault(directory: string, from: number): string | undefined {
  if (loggedBytes(directory) <= from) return undefined;
  const logged = readFileSync(join(directory, "postgresql.log")).subarray(from).toString().slice(-20_000);
  const lines = logged.split("\n").filter((line) => line.trim() !== "");
  const fault = lines.findLast((line) => /(?:FATAL|PANIC):/.test(line))?.replace(/^.*?(?=FATAL:|PANIC:)/, "");
  return fault ?? lines.at(-1);
}

interface RunOptions {
  cwd?: string;
  /** Input of single-user mode. */
  input?: { text: string; harmless: string };
  signal?: AbortSignal | undefined;
}

/** Single-user mode exits with 0 despite errors, so any without `harmless` is thrown. */
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
      // The server inherits these: a pipe would keep this process running.
      stdio: [input === undefined ? "ignore" : "pipe", "ignore", "pipe"],
      env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
      // Ctrl-C at a terminal signals the whole process group.
      detached: process.platform !== "win32",
    });
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("error", fail);
    // A program that ends early reports why on stderr.
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
    // The server that pg_ctl starts keeps the pipe open.
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

/** Requests a fast shutdown. */
export function askToStop(directory: string): void {
  const postmaster = postmasterOf(directory);
  if (postmaster) process.kill(postmaster.pid, "SIGINT");
}
