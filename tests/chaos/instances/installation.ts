import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import type { App } from "@/lib/platform/context";
import { createApp } from "@/lib/platform/create-app";
import { parseEnv } from "@/lib/platform/env";
import { freePort, type ProductProcess, startProduct } from "@/tests/support/product-process";
import type { RedisServer } from "@/tests/support/redis-server";
import { type StubResend, startStubResend } from "@/tests/support/stub-resend";
import { size } from "./figures";
import { type Balancer, startProxy } from "./proxy";

/** At least one. */
export function sized(full: number): number {
  return Math.max(1, Math.round(full * size));
}

export interface Installation {
  /** Replaced by `restart`. */
  instances: [ProductProcess, ProductProcess];
  proxy: Balancer;
  resend: StubResend;
  databaseUrl: string;
  /** The core in this process, without a worker. */
  app: App;
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Same port; waits until ready. */
  restart(index: 0 | 1): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  redis?: RedisServer | null;
  env?: Record<string, string>;
}

export async function createDatabase(): Promise<string> {
  const name = `instances_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: inject("clusterUrl") });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return new URL(`/${name}`, inject("clusterUrl")).href;
}

/** Two processes of the production build, started together on an empty database, behind the proxy. */
export async function startInstallation({ env = {}, redis = null }: Options = {}): Promise<Installation> {
  const databaseUrl = await createDatabase();
  const resend = await startStubResend();
  const [port, portA, portB] = await Promise.all([freePort(), freePort(), freePort()]);
  const shared = {
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    APP_URL: `http://localhost:${port}`,
    TRUSTED_PROXY_HOPS: "1",
    RESEND_BASE_URL: resend.url,
    LOG_LEVEL: "info",
    ...(redis ? { REDIS_URL: redis.url } : {}),
    ...env,
  };
  const start = (index: 0 | 1) => {
    const name = `${new URL(databaseUrl).pathname.slice(1)}-${"ab"[index]}`;
    const dataDir = join(inject("runDirectory"), name);
    mkdirSync(dataDir, { recursive: true });
    return startProduct({
      port: index === 0 ? portA : portB,
      // The key tells the fake provider which instance sent.
      env: { ...shared, DATA_DIR: dataDir, RESEND_API_KEY: `re_${"ab"[index]}` },
      logPath: join(dataDir, "server.log"),
    });
  };
  const instances = await Promise.all([start(0), start(1)]);
  const proxy = await startProxy(port, [portA, portB]);
  const app = createApp(parseEnv({ ...shared, LOG_LEVEL: "silent", RESEND_API_KEY: "re_c", DB_POOL_MAX: "5" }), {
    databaseUrl,
  });
  const installation: Installation = {
    instances,
    proxy,
    resend,
    databaseUrl,
    app,
    query: async (text, values = []) => (await app.pool.query(text, values)).rows,
    async restart(index) {
      instances[index] = await start(index);
    },
    async stop() {
      await proxy.stop();
      const stopped = await Promise.allSettled(instances.map((instance) => instance.stop()));
      await app.close();
      await resend.stop();
      for (const one of stopped) if (one.status === "rejected") throw one.reason;
    },
  };
  return installation;
}

/** Retries until `look` succeeds; throws its last error on timeout. */
export async function until<Seen>(look: () => Promise<Seen> | Seen, seconds = 30): Promise<Seen> {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await look();
    } catch (thrown) {
      if (Date.now() > giveUpAt) throw thrown;
    }
    await pause(50);
  }
}

export function logged({ log }: ProductProcess, ...levels: string[]): string[] {
  return log()
    .split("\n")
    .filter((line) => levels.some((level) => line.includes(`"level":"${level}"`)));
}
