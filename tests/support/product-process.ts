import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const startSecondsMax = 180;
const stopSecondsMax = 20;

interface Options {
  port: number;
  /** Added to this process's environment. PORT and NODE_ENV are set here. */
  env: Record<string, string>;
  logPath: string;
  waitUntilReady?: boolean;
}

/** The production build as its own process. */
export interface ProductProcess {
  /** Origin without a trailing slash. */
  url: string;
  pid: number;
  isRunning(): boolean;
  log(): string;
  /** Resolves when /health/ready answers 200. Throws with the end of the log otherwise. */
  ready(): Promise<void>;
  stop(): Promise<void>;
  /** kill -9 of the server alone, not of its children. */
  crash(): Promise<void>;
}

/** Builds first when the build is stale. */
export async function startProduct({ env, logPath, port, waitUntilReady = true }: Options): Promise<ProductProcess> {
  // A file rather than a pipe keeps the last output of a killed server.
  const file = openSync(logPath, "a");
  const server = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...process.env, NODE_ENV: "production", PORT: String(port), ...env },
    stdio: ["ignore", file, file],
    // A process group, so that the whole tree can be killed.
    detached: true,
  });
  const exited = new Promise<void>((done) => server.once("exit", () => done()));
  const isRunning = () => server.exitCode === null && server.signalCode === null;
  const url = `http://localhost:${port}`;
  const log = () => readFileSync(logPath, "utf8");
  const product: ProductProcess = {
    url,
    pid: server.pid ?? 0,
    isRunning,
    log,
    ready: () => ready(url, isRunning, log),
    async stop() {
      if (!isRunning()) return;
      server.kill("SIGTERM");
      await endInTime(server, exited);
    },
    async crash() {
      server.kill("SIGKILL");
      await exited;
    },
  };
  if (!waitUntilReady) return product;
  try {
    await product.ready();
  } catch (thrown) {
    if (isRunning()) process.kill(-product.pid, "SIGKILL");
    throw thrown;
  }
  return product;
}

async function ready(url: string, isRunning: () => boolean, log: () => string): Promise<void> {
  const giveUpAt = Date.now() + startSecondsMax * 1000;
  while (Date.now() < giveUpAt && isRunning()) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`The server did not start:\n${log().slice(-4000)}`);
}

async function endInTime(server: ChildProcess, exited: Promise<void>): Promise<void> {
  const isLate = await Promise.race([exited.then(() => false), pause(stopSecondsMax * 1000, true, { ref: false })]);
  if (!isLate) return;
  process.kill(-(server.pid ?? 0), "SIGKILL");
  throw new Error(`The server did not stop within ${stopSecondsMax} s of SIGTERM`);
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
