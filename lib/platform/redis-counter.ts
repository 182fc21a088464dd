import { Redis } from "ioredis";
import type { Log } from "@/lib/core/kernel/ports";

const patienceMilliseconds = 1_000;
const deadMilliseconds = 10_000;
const probeMilliseconds = 1_000;
const probeKey = "foyer:probe";

interface RedisCounter {
  client: Redis;
  /** False while PostgreSQL counts. */
  isUp(): boolean;
  /** Throws immediately until a probe succeeds. */
  ask<Answer>(question: () => Promise<Answer>): Promise<Answer>;
  close(): void;
}

/** Sends only probes to a lost, slow, read-only or full Redis. */
export function connectRedis(url: string, log: Log): RedisCounter {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: deadMilliseconds,
  });
  let isUp = false;
  let wasLost = false;
  let isClosed = false;
  let isProbing = false;

  const lose = (thrown: unknown) => {
    if (isClosed) return;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    if (!wasLost) log.warn({ reason }, "Redis is unavailable. PostgreSQL counts the rate limits");
    wasLost = true;
    isUp = false;
  };
  const probe = async () => {
    if (isUp || isProbing || isClosed || client.status !== "ready") return;
    isProbing = true;
    try {
      // A replica and a full Redis reject only writes.
      await client.eval("return redis.call('set', KEYS[1], 1, 'PX', 1000)", 1, probeKey);
      if (wasLost && !isClosed) log.info({}, "Redis is back and counts the rate limits again");
      wasLost = false;
      isUp = true;
    } catch (thrown) {
      lose(thrown);
      // The name may resolve elsewhere after a failover.
      if (!isClosed) client.disconnect(true);
    } finally {
      isProbing = false;
    }
  };

  // After a loss, only the next probe asks again.
  client.on("ready", () => void (wasLost || probe()));
  client.on("error", lose);
  client.on("close", () => lose("The connection was closed"));
  const timer = setInterval(() => void probe(), probeMilliseconds);
  timer.unref();
  return {
    client,
    isUp: () => isUp,
    async ask(question) {
      try {
        return await inTime(question());
      } catch (thrown) {
        lose(thrown);
        throw thrown;
      }
    },
    close() {
      isClosed = true;
      clearInterval(timer);
      client.disconnect();
    },
  };
}

/** Reads pending answers before it throws: after a blocked event loop, timers fire before I/O. */
async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const giveUp = () => fail(new Error(`No answer within ${patienceMilliseconds} ms`));
    timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), patienceMilliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // Prevents an unhandled rejection.
    answer.catch(() => undefined);
  }
}
