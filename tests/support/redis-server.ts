import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "./product-process";

export interface RedisServer {
  url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Keeps connections open without answering. */
  hold(): void;
  letGo(): void;
  empty(): Promise<void>;
  /** Rejects writes as if out of memory. */
  refuseWrites(isOn: boolean): Promise<void>;
  counters(pattern: string): Promise<Record<string, number>>;
}

/** Why the tests are skipped; null when Redis is installed. */
export function whyNoRedis(): string | null {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return null;
  } catch {
    return "redis-server is not installed (.ci/run installs it)";
  }
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const redis: RedisServer = {
    url,
    async start() {
      const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
      server = spawn("redis-server", flags, { stdio: "ignore" });
      await ask(url, (client) => client.ping());
    },
    async kill() {
      if (!server || server.exitCode !== null || server.signalCode !== null) return;
      const exited = new Promise((done) => server?.once("exit", done));
      server.kill("SIGKILL");
      await exited;
    },
    hold: () => void server?.kill("SIGSTOP"),
    letGo: () => void server?.kill("SIGCONT"),
    empty: async () => void (await ask(url, (client) => client.flushall())),
    refuseWrites: async (isOn) =>
      void (await ask(url, (client) => client.config("SET", "maxmemory", isOn ? "1" : "0"))),
    counters: (pattern) =>
      ask(url, async (client) => {
        const keys = await client.keys(pattern);
        const values = keys.length === 0 ? [] : await client.mget(keys);
        return Object.fromEntries(keys.map((key, index) => [key, Number(values[index])]));
      }),
  };
  await redis.start();
  return redis;
}

async function ask<Answer>(url: string, question: (client: Redis) => Promise<Answer>): Promise<Answer> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await question(client);
    } catch (thrown) {
      if (Date.now() > giveUpAt) throw thrown;
    } finally {
      client.disconnect();
    }
    await pause(50);
  }
}
