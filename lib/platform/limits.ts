import type { Pool } from "pg";
import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { type LimitName, type LimitRule, limitRules } from "@/lib/core/kernel/limits";
import type { Limits, Log } from "@/lib/core/kernel/ports";
import { createPointsAhead, type Point, type Taken } from "./points-ahead";
import { connectRedis } from "./redis-counter";

/** A window that ends later than this past its length is invalid. */
const clockSkewMilliseconds = 5 * 60 * 1000;

interface Options {
  pool: Pool;
  /** RATE_LIMIT_SCALE, multiplies every rule's points. */
  scale: number;
  /** Null: counts in PostgreSQL. */
  redisUrl: string | null;
  log: Log;
}

/**
 * Counts in Redis while it answers, else in PostgreSQL. Throws when no counter is readable. Rules with `ahead` take
 * points in batches (ADR 0013).
 */
export function createLimits({ pool, scale, redisUrl, log }: Options): Limits & { close(): void } {
  const redis = redisUrl ? connectRedis(redisUrl, log) : null;
  const buckets = new Map<
    LimitName,
    { points: number; take(key: string): Promise<Point>; giveBack(key: string): Promise<void> }
  >();
  for (const name of Object.keys(limitRules) as LimitName[]) {
    const { points, seconds, ahead }: LimitRule = limitRules[name];
    const rule = { keyPrefix: name, points: Math.max(1, Math.round(points * scale)), duration: seconds };
    const inPostgres = new RateLimiterPostgres({
      ...rule,
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      // lib/platform/sweep.ts removes expired rows for all limiters.
      clearExpiredByTimeout: false,
    });
    const inRedis = redis && new RateLimiterRedis({ ...rule, storeClient: redis.client });
    const take = async (key: string, wanted: number) => {
      if (inRedis && redis.isUp()) {
        try {
          return await redis.ask(() => takeFrom(inRedis, key, wanted));
        } catch {
          // The counter has logged it.
        }
      }
      return takeFrom(inPostgres, key, wanted);
    };
    const giveBack = async (key: string) => {
      if (inRedis && redis.isUp()) await redis.ask(() => inRedis.reward(key, 1));
      else await inPostgres.reward(key, 1);
    };
    const one = async (key: string) => toPoint(rule.points, await take(key, 1));
    const takesAhead = ahead !== undefined && rule.points >= ahead * 2;
    buckets.set(name, {
      points: rule.points,
      giveBack,
      take: takesAhead ? createPointsAhead({ points: rule.points, aheadMax: ahead, take }) : one,
    });
  }
  return {
    async consume(name, key) {
      const bucket = buckets.get(name);
      if (!bucket) throw new Error(`no limit is called ${name}`);
      const { allowed, remaining, milliseconds } = await bucket.take(key);
      const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000));
      return { allowed, limit: bucket.points, remaining, retryAfterSeconds };
    },
    async giveBack(name, key) {
      // A point that can't be given back is no reason to fail a request that succeeded.
      await buckets
        .get(name)
        ?.giveBack(key)
        .catch((error: unknown) => {
          log.warn({ limit: name, reason: String(error) }, "Couldn't return a point of a rate limit");
        });
    },
    close: () => redis?.close(),
  };
}

async function takeFrom(limiter: RateLimiterAbstract, key: string, points: number): Promise<Taken> {
  const taken = await takeOnce(limiter, key, points);
  if (taken.milliseconds <= limiter.duration * 1000 + clockSkewMilliseconds) return taken;
  await limiter.delete(key);
  return takeOnce(limiter, key, points);
}

async function takeOnce(limiter: RateLimiterAbstract, key: string, points: number): Promise<Taken> {
  try {
    return toTaken(await limiter.consume(key, points));
  } catch (thrown) {
    // The library throws refusals as results.
    if (thrown instanceof RateLimiterRes) return toTaken(thrown);
    throw thrown;
  }
}

function toTaken({ consumedPoints, msBeforeNext }: RateLimiterRes): Taken {
  return { consumed: consumedPoints, milliseconds: msBeforeNext };
}

function toPoint(points: number, taken: Taken): Point {
  return { ...taken, allowed: taken.consumed <= points, remaining: Math.max(0, points - taken.consumed) };
}
