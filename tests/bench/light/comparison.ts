import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@/tests/support/product-process";
import { comparisonFiles } from "./comparison-files";

const run = promisify(execFile);
const startSecondsMax = 60;
const apps = ["empty", "better-auth"] as const;
type AppName = (typeof apps)[number];

/** A folder per user, since users can't write to each other's. */
const folder = process.env.BENCH_LIGHT_CACHE ?? join(tmpdir(), `foyer-bench-light-${process.getuid?.() ?? 0}`);

export async function buildComparison(): Promise<void> {
  const marker = join(folder, "built.txt");
  const wanted = createHash("sha256").update(JSON.stringify(comparisonFiles)).digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
  console.log(`Building the pages for comparison in ${folder}`);
  for (const [path, text] of Object.entries(comparisonFiles)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, env });
  for (const app of apps) {
    const cwd = join(folder, app);
    await run(process.execPath, [nextBinary(), "build"], { cwd, env });
  }
  writeFileSync(marker, wanted);
}

const nextBinary = () => join(folder, "node_modules", "next", "dist", "bin", "next");

export interface ComparisonServer {
  /** Origin without a trailing slash. */
  url: string;
  stop(): Promise<void>;
}

export async function startComparison(app: AppName): Promise<ComparisonServer> {
  const port = await freePort();
  const log = openSync(join(folder, `${app}.log`), "w");
  const server = spawn(process.execPath, [nextBinary(), "start", "--port", String(port), "--hostname", "127.0.0.1"], {
    cwd: join(folder, app),
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", log, log],
    detached: true,
  });
  const exited = new Promise<void>((done) => server.once("exit", () => done()));
  const stop = async () => {
    if (isRunning(server)) process.kill(-(server.pid ?? 0), "SIGKILL");
    await exited;
  };
  const url = `http://localhost:${port}`;
  const giveUpAt = Date.now() + startSecondsMax * 1000;
  while (Date.now() < giveUpAt && isRunning(server)) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) return { url, stop };
    await pause(100);
  }
  await stop();
  throw new Error(`${app} did not start; ${join(folder, `${app}.log`)} says why`);
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
