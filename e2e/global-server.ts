import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { oidcEnvironment } from "./oidc";
import { startOidcServer } from "./oidc-server";

const startSecondsMax = 180;
const stopSecondsMax = 20;

/**
 * Starts the product the way people do, on a free port with a fresh DATA_DIR, and stops it afterwards. E2E_BASE_URL
 * names a server that runs already; it has to know the
 * issuer of oidc-server.ts for sso.spec.ts.
 */
export default async function startServer(): Promise<() => Promise<void>> {
  if (process.env.E2E_BASE_URL) return async () => {};
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-e2e-"));
  // PostgreSQL's own user has to get in when the tests run as root.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const oidcPort = await freePort();
  const stopOidc = await startOidcServer({ port: oidcPort, appUrl: baseUrl });
  mkdirSync("test-results", { recursive: true });
  const logPath = join("test-results", "server.log");
  const server = start(port, dataDir, logPath, oidcEnvironment(oidcPort));
  try {
    await ready(server, baseUrl, logPath);
  } catch (thrown) {
    await stop(server).catch(() => undefined);
    await stopOidc();
    rmSync(dataDir, { recursive: true, force: true });
    throw thrown;
  }
  process.env.E2E_BASE_URL = baseUrl;
  process.env.E2E_DATA_DIR = dataDir;

  return async () => {
    await stop(server);
    await stopOidc();
    rmSync(dataDir, { recursive: true, force: true });
    const faults = readFileSync(logPath, "utf8")
      .split("\n")
      .filter((line) => /"level":"(error|fatal)"/.test(line));
    if (faults.length > 0) throw new Error(`The server logged errors:\n${faults.slice(0, 20).join("\n")}`);
  };
}

function start(port: number, dataDir: string, logPath: string, more: Record<string, string>): ChildProcess {
  // The file itself, not a pipe: what the server says last must not be lost with it.
  const log = openSync(logPath, "w");
  return spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      DATA_DIR: dataDir,
      RATE_LIMIT_SCALE: "10000",
      LOG_LEVEL: "info",
      // The receivers of the tests' webhooks are on this machine.
      WEBHOOK_ALLOW_PRIVATE: "on",
      ...more,
    },
    stdio: ["ignore", log, log],
    // A group of its own, so that all of it can be ended when it does not end by itself.
    detached: true,
  });
}

async function ready(server: ChildProcess, baseUrl: string, logPath: string): Promise<void> {
  const giveUpAt = Date.now() + startSecondsMax * 1000;
  while (Date.now() < giveUpAt && server.exitCode === null) {
    const answer = await fetch(`${baseUrl}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(`The server did not start:\n${readFileSync(logPath, "utf8").slice(-4000)}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exited = new Promise<void>((done) => server.once("exit", () => done()));
  server.kill("SIGTERM");
  const isLate = await Promise.race([exited.then(() => false), pause(stopSecondsMax * 1000, true, { ref: false })]);
  if (!isLate) return;
  process.kill(-(server.pid ?? 0), "SIGKILL");
  throw new Error(`The server did not stop within ${stopSecondsMax} s of SIGTERM`);
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
