import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { freePort, type ProductProcess, startProduct } from "@/tests/support/product-process";
import { type ResendRequest, type StubResend, startStubResend } from "@/tests/support/stub-resend";

/** The production build, its database and its email provider. */
export interface Installation {
  url: string;
  dataDir: string;
  resend: StubResend;
  product: ProductProcess;
  /** Returns milliseconds until ready. */
  start(env?: Record<string, string>): Promise<number>;
  withDatabase<Value>(work: (client: pg.Client) => Promise<Value>): Promise<Value>;
  /** PID of the embedded PostgreSQL. */
  postmaster(): number;
  close(): Promise<void>;
}

export async function openInstallation(
  name: string,
  env: Record<string, string> = {},
  { waitUntilReady = true }: { waitUntilReady?: boolean } = {},
): Promise<Installation> {
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), `foyer-faults-${name}-`));
  // Lets the `postgres` user in when run as root.
  chmodSync(dataDir, 0o755);
  mkdirSync("test-results", { recursive: true });
  const logPath = join("test-results", `faults-${name}.log`);
  rmSync(logPath, { force: true });
  const resend = await startStubResend();
  const port = await freePort();
  const base = {
    DATA_DIR: dataDir,
    RATE_LIMIT_SCALE: "1000000",
    LOG_LEVEL: "info",
    RESEND_API_KEY: "re_faults",
    RESEND_BASE_URL: resend.url,
    ...env,
  };
  let isOwn = false;
  const installation: Installation = {
    url: `http://localhost:${port}`,
    dataDir,
    resend,
    product: undefined as unknown as ProductProcess,
    async start(more = {}) {
      const startedAt = performance.now();
      installation.product = await startProduct({ port, env: { ...base, ...more }, logPath, waitUntilReady });
      return performance.now() - startedAt;
    },
    async withDatabase(work) {
      // Connects to the running cluster.
      const url = env.DATABASE_URL ?? (await startEmbeddedPostgres({ dataDir, log: () => undefined })).url;
      const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC" });
      client.on("error", () => undefined);
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
    postmaster: () => Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]),
    async close() {
      await installation.product.stop().catch(() => undefined);
      await resend.stop().catch(() => undefined);
      if (isOwn) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  isOwn = env.DATA_DIR === undefined;
  await installation.start();
  return installation;
}

/** Polls until `look` finds something. Throws with `what` on timeout. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  seconds = 60,
): Promise<Value> {
  const giveUpAt = performance.now() + seconds * 1000;
  while (performance.now() < giveUpAt) {
    const found = await look();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`Waited ${seconds} s for ${what}`);
}

/** Oldest first. */
export function mailedTokens(deliveries: readonly ResendRequest[], to: string, page: string): string[] {
  const link = new RegExp(`/${page}\\?token=([\\w-]+)`);
  return deliveries.flatMap(({ body }) => {
    const token = body.to === to || body.to.includes(to) ? link.exec(body.text)?.[1] : undefined;
    return token === undefined ? [] : [token];
  });
}
