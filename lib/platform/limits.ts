import type { Pool } from "pg";
import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { type LimitName, limitRules } from "@/lib/core/limits";
import type { LimitState, Limits, Log } from "@/lib/core/ports";
import { connectRedis } from "./redis-counter";

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
  const inPostgres = new Map<LimitName, RateLimiterAbstract>();
  const inRedis = new Map<LimitName, RateLimiterAbstract>();
  for (const name of Object.keys(limitRules) as LimitName[]) {
    const { points, seconds } = limitRules[name];
    const rule = { keyPrefix: name, points: Math.max(1, Math.round(points * scale)), duration: seconds };
    const postgres = {
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      // The library's sweep keeps a timer for every limiter; lib/platform/sweep.ts does it once for all.
      clearExpiredByTimeout: false,
    };
    inPostgres.set(name, new RateLimiterPostgres({ ...rule, ...postgres }));
    if (redis) inRedis.set(name, new RateLimiterRedis({ ...rule, storeClient: redis.client }));
  }
  return {
    async consume(name, key) {
      if (redis?.isUp()) {
        try {
          return await redis.ask(() => take(inRedis.get(name), key));
        } catch {
          // It has said so; PostgreSQL counts.
        }
      }
      return take(inPostgres.get(name), key);
    },
    close: () => redis?.close(),
  };
}

async function take(limiter: RateLimiterAbstract | undefined, key: string): Promise<LimitState> {
  if (!limiter) throw new Error("no such limit");
  try {
    return toState(true, limiter.points, await limiter.consume(key));
  } catch (thrown) {
    // A refusal is thrown as a result; anything else is a fault.
    if (thrown instanceof RateLimiterRes) return toState(false, limiter.points, thrown);
    throw thrown;
  }
}

function toState(allowed: boolean, limit: number, result: RateLimiterRes): LimitState {
  return {
    allowed,
    limit,
    remaining: Math.max(0, result.remainingPoints),
    retryAfterSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  };
}
