import { Redis } from "ioredis";
import type { Log } from "@/lib/core/kernel/ports";

/** Nobody waits longer than this for a counter. */
const patienceMilliseconds = 1_000;
/** What is still without an answer then hangs on a dead connection. */
const deadMilliseconds = 10_000;
const probeMilliseconds = 1_000;
const probeKey = "foyer:probe";

interface RedisCounter {
  client: Redis;
  /** False while PostgreSQL has to count. */
  isUp(): boolean;
  /** What Redis answers; throws when it does not, or takes too long, and nobody asks it again before a probe got through. */
  ask<Answer>(question: () => Promise<Answer>): Promise<Answer>;
  close(): void;
}

/**
 * Redis as it is right now. What is lost, slow, read-only or full is asked by nobody but a probe, so that a Redis in
 * trouble costs a few requests a second and the rest nothing.
 */
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
      // A script that writes, as the counters are: a replica and a full Redis answer everything else.
      await client.eval("return redis.call('set', KEYS[1], 1, 'PX', 1000)", 1, probeKey);
      if (wasLost && !isClosed) log.info({}, "Redis is back and counts the rate limits again");
      wasLost = false;
      isUp = true;
    } catch (thrown) {
      lose(thrown);
      // After a failover the name leads elsewhere, and a dead connection says nothing for a long time.
      if (!isClosed) client.disconnect(true);
    } finally {
      isProbing = false;
    }
  };

  // Once lost it has until the next look, or one that refuses would be asked all the time.
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

/**
 * Throws when nothing has come in time. A process that was held up itself finds its timers due before it has read what
 * arrived meanwhile: it reads first, or a busy moment would be taken for a dead Redis, and half would be counted here
 * and half there.
 */
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
    // Nobody waits for it any more.
    answer.catch(() => undefined);
  }
}
