import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startProduct } from "@/tests/support/product-process";
import { oidcEnvironment } from "./oidc";
import { startOidcServer } from "./oidc-server";

/**
 * Starts the product on a free port with a new DATA_DIR. E2E_BASE_URL uses a running server instead, which needs
 * oidc-server.ts for sso.spec.ts.
 */
export default async function startServer(): Promise<() => Promise<void>> {
  if (process.env.E2E_BASE_URL) return async () => {};
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-e2e-"));
  // Lets the `postgres` user in when run as root.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const oidcPort = await freePort();
  const stopOidc = await startOidcServer({ port: oidcPort, appUrl: `http://localhost:${port}` });
  mkdirSync("test-results", { recursive: true });
  const logPath = join("test-results", "server.log");
  rmSync(logPath, { force: true });
  const env = {
    DATA_DIR: dataDir,
    RATE_LIMIT_SCALE: "10000",
    LOG_LEVEL: "info",
    // The tests' webhook receivers are local.
    WEBHOOK_ALLOW_PRIVATE: "on",
    ...oidcEnvironment(oidcPort),
  };
  const server = await startProduct({ port, env, logPath }).catch(async (thrown: unknown) => {
    await stopOidc();
    rmSync(dataDir, { recursive: true, force: true });
    throw thrown;
  });
  process.env.E2E_BASE_URL = server.url;
  process.env.E2E_DATA_DIR = dataDir;

  return async () => {
    await server.stop();
    await stopOidc();
    rmSync(dataDir, { recursive: true, force: true });
    const faults = readFileSync(logPath, "utf8")
      .split("\n")
      .filter((line) => /"level":"(error|fatal)"/.test(line));
    if (faults.length > 0) throw new Error(`The server logged errors:\n${faults.slice(0, 20).join("\n")}`);
  };
}
