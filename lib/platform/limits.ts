import { Redis } from "ioredis";
import type { Pool } from "pg";
import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { type LimitName, limitRules } from "@/lib/core/limits";
import type { Limits, Log } from "@/lib/core/ports";

interface Options {
  pool: Pool;
  /** RATE_LIMIT_SCALE: multiplies every rule's points. */
  scale: number;
  /** Null: counters are in PostgreSQL. */
  redisUrl: string | null;
  log: Log;
}

/**
 * Rate limits whose counters are in PostgreSQL, or in Redis while that answers: they survive a restart and hold across
 * processes. A counter that cannot be read at all is an error, never a permission.
 */
export function createLimits({ pool, scale, redisUrl, log }: Options): Limits & { close(): void } {
  const redis = redisUrl ? connectRedis(redisUrl, log) : null;
  const limiters = new Map<LimitName, RateLimiterAbstract>();
  for (const name of Object.keys(limitRules) as LimitName[]) {
    const { points, seconds } = limitRules[name];
    const rule = { keyPrefix: name, points: Math.max(1, Math.round(points * scale)), duration: seconds };
    const inPostgres = new RateLimiterPostgres({
      ...rule,
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      // The library's sweep keeps a timer for every limiter; lib/platform/sweep.ts does it once for all.
      clearExpiredByTimeout: false,
    });
    const inRedis = redis && new RateLimiterRedis({ ...rule, storeClient: redis, insuranceLimiter: inPostgres });
    limiters.set(name, inRedis ?? inPostgres);
  }
  return {
    async consume(name, key) {
      const limiter = limiters.get(name);
      if (!limiter) throw new Error(`no limit is called ${name}`);
      try {
        return toState(true, limiter.points, await limiter.consume(key));
      } catch (thrown) {
        // A refusal is thrown as a result; anything else is a fault.
        if (thrown instanceof RateLimiterRes) return toState(false, limiter.points, thrown);
        throw thrown;
      }
    },
    close: () => redis?.disconnect(),
  };
}

function connectRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  let isLost = false;
  redis.on("ready", () => {
    if (isLost) log.info({}, "Redis is back; it counts the rate limits again");
    isLost = false;
  });
  redis.on("error", (error) => {
    if (!isLost) log.warn({ reason: error.message }, "Redis is not reachable; PostgreSQL counts the rate limits");
    isLost = true;
  });
  return redis;
}

function toState(allowed: boolean, limit: number, result: RateLimiterRes) {
  return {
    allowed,
    limit,
    remaining: Math.max(0, result.remainingPoints),
    retryAfterSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  };
}
