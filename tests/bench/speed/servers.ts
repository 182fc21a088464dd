import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface RunningServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

interface Started {
  args: string[];
  cwd: string;
  port: number;
  env: Record<string, string>;
  logPath: string;
  /** A path that answers when ready. */
  path: string;
}

/** Includes the build. */
const startSecondsMax = 15 * 60;
/** Seconds of processor time per half second. */
const idleSecondsMax = 0.03;
const idleWaitSecondsMax = 60;
const sources = fileURLToPath(new URL("./peers", import.meta.url));

export async function startServer({ args, cwd, port, env, logPath, path }: Started): Promise<RunningServer> {
  const file = openSync(logPath, "a");
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PORT: String(port), ...env },
    stdio: ["ignore", file, file],
  });
  const url = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + startSecondsMax * 1000;
  while (!(await fetch(`${url}${path}`).catch(() => null))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > giveUpAt) {
      child.kill("SIGKILL");
      throw new Error(`${args.join(" ")} did not start:\n${readFileSync(logPath, "utf8").slice(-2000)}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { url, pid: child.pid ?? 0, stop: () => stop(child) };
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
  return ended.finally(() => clearTimeout(late));
}

/** Built once per version of the peers' sources, outside the repository. */
export function buildPeers(): string {
  const folder = join(tmpdir(), `foyer-bench-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    cpSync(sources, unfinished, { recursive: true });
    console.log("Installing what the product is compared with");
    // No lock file: direct versions are exact, transitive ones npm's choice.
    run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], unfinished);
    renameSync(unfinished, folder);
    const next = join(folder, "node_modules", "next", "dist", "bin", "next");
    console.log("Building better-auth's application");
    run(process.execPath, [next, "build"], join(folder, "better-auth"));
  } catch (thrown) {
    for (const half of [unfinished, folder]) rmSync(half, { recursive: true, force: true });
    throw thrown;
  }
  return folder;
}

function run(command: string, args: string[], cwd: string): void {
  const build = { NEXT_TELEMETRY_DISABLED: "1", BETTER_AUTH_SECRET: "only while it is built, for it asks for one" };
  const env = { ...process.env, NODE_ENV: "production" as const, ...build };
  execFileSync(command, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
}

function fingerprint(): string {
  const hash = createHash("sha256");
  const files = readdirSync(sources, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 12);
}

/** Processor seconds of a process with all its threads (Linux). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const ticksPerSecond = 100;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Waits until the processes are idle, so that loads don't overlap. */
export async function untilIdle(pids: readonly number[]): Promise<void> {
  const sum = () => pids.reduce((seconds, pid) => seconds + cpuSeconds(pid), 0);
  const giveUpAt = Date.now() + idleWaitSecondsMax * 1000;
  for (let before = sum(); Date.now() < giveUpAt; ) {
    await new Promise((done) => setTimeout(done, 500));
    const after = sum();
    if (after - before < idleSecondsMax) return;
    before = after;
  }
  throw new Error(`The servers are still busy ${idleWaitSecondsMax} seconds after a load`);
}

export function peerVersion(folder: string, name: string): string {
  return String(JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version);
}
