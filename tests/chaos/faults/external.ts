import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { type DatabaseProxy, type ProxyMode, startProxy } from "@/tests/support/database-proxy";
import { type Answer, Client } from "./client";
import { type Installation, openInstallation, until } from "./installation";

const poolMax = 4;
const recoverySecondsMax = 10;
/** One connection attempt or statement, with its overhead. */
const answerSecondsMax = 25;

export interface External {
  installation: Installation;
  proxy: DatabaseProxy;
  /** Without the proxy. */
  directUrl: string;
  /** Removes the fault. Returns milliseconds until ready. */
  recover(): Promise<number>;
  close(): Promise<void>;
}

export async function openExternal(
  name: string,
  { mode = "clear", settings = [] }: { mode?: ProxyMode; settings?: string[] } = {},
): Promise<External> {
  const dataDir = mkdtempSync(join(tmpdir(), `foyer-faults-${name}-database-`));
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, log: console.error, settings });
  const proxy = await startProxy(postgres.url);
  proxy.set(mode);
  const env = { DATABASE_URL: proxy.url, DB_POOL_MAX: String(poolMax) };
  const installation = await openInstallation(name, env, { waitUntilReady: mode === "clear" });
  return {
    installation,
    proxy,
    directUrl: postgres.url,
    async recover() {
      proxy.set("clear");
      const startedAt = performance.now();
      await until("readiness", async () => (await health(installation, "ready")).status === 200);
      const took = performance.now() - startedAt;
      expect(took, "milliseconds until it was ready again").toBeLessThan(recoverySecondsMax * 1000);
      return took;
    },
    async close() {
      await installation.close();
      await proxy.stop();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function health(
  { url }: Installation,
  path: "live" | "ready",
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/health/${path}`, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
  const body: unknown = await response?.json();
  return { status: response?.status ?? 0, body };
}

/** Failed sign-ins, which write a counter and an audit event. */
export function flood({ url }: Installation, count: number): Promise<Answer[]> {
  const body = { email: "nobody@admin.example", password: "not a password" };
  return Promise.all(Array.from({ length: count }, () => new Client(url).post("login", body)));
}

export function expectUnavailable(answer: Answer): void {
  expect(answer).toMatchObject({ status: 503 });
  expect(Number(answer.retryAfter)).toBeGreaterThan(0);
  expect(answer.milliseconds, "milliseconds until the answer").toBeLessThan(answerSecondsMax * 1000);
}

export async function expectWorking(installation: Installation): Promise<void> {
  for (const { status } of await flood(installation, 10)) expect(status).toBe(401);
}
