import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const startSecondsMax = 180;
const stopSecondsMax = 20;

interface Options {
  port: number;
  /** On top of this process's own environment. PORT and NODE_ENV are set here. */
  env: Record<string, string>;
  /** The file that gets everything it says. */
  logPath: string;
  /** False: returns as soon as the process runs, whatever it answers. */
  waitUntilReady?: boolean;
}

/** The production build as its own process, the way people start it. */
export interface ProductProcess {
  /** Origin without a trailing slash. */
  url: string;
  pid: number;
  isRunning(): boolean;
  log(): string;
  /** Resolves when /health/ready answers 200; throws with the log's end when the process ended or took too long. */
  ready(): Promise<void>;
  /** SIGTERM; throws when it does not end in time. */
  stop(): Promise<void>;
  /** kill -9 of the server alone. What it started goes on. */
  crash(): Promise<void>;
}

/** Starts the product on a port of this machine. Builds first when the build is stale. */
export async function startProduct({ env, logPath, port, waitUntilReady = true }: Options): Promise<ProductProcess> {
  // The file itself, not a pipe: what the server says last must not be lost with it.
  const file = openSync(logPath, "a");
  const server = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...process.env, NODE_ENV: "production", PORT: String(port), ...env },
    stdio: ["ignore", file, file],
    // A group of its own, so that all of it can be ended when it does not end by itself.
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

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
