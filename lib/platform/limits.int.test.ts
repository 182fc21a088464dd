import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limitRules } from "@/lib/core/kernel/limits";
import { type RedisServer, startRedis, whyNoRedis } from "@/tests/support/redis-server";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { createLimits } from "./limits";

const { points } = limitRules.login;
const without = whyNoRedis();

let test: TestContext;
let redis: RedisServer;
let limits: ReturnType<typeof createLimits>;

async function allowed(key: string, times: number): Promise<number> {
  let count = 0;
  for (let n = 0; n < times; n += 1) if ((await limits.consume("login", key)).allowed) count += 1;
  return count;
}

async function until(counter: "redis" | "postgres"): Promise<void> {
  await expect
    .poll(
      async () => {
        const key = `look-${Math.random()}`;
        await limits.consume("login", key);
        return Object.keys(await counted(key)).length > 0 ? "redis" : "postgres";
      },
      { timeout: 20_000 },
    )
    .toBe(counter);
}

async function counted(key: string): Promise<Record<string, number>> {
  return redis.counters(`login:${key}`);
}

async function countedInPostgres(key: string): Promise<unknown[]> {
  return (await test.database.pool.query("SELECT points FROM rate_limits WHERE key = $1", [`login:${key}`])).rows;
}

describe.skipIf(without !== null)(`limits with Redis${without ? ` (skipped: ${without})` : ""}`, () => {
  beforeEach(async () => {
    test = await testContext();
    redis = await startRedis();
    limits = createLimits({ pool: test.database.pool, scale: 1, redisUrl: redis.url, log: test.log });
    await until("redis");
  });

  afterEach(async () => {
    limits.close();
    redis.letGo();
    await redis.kill();
  });

  it("are counted there to the point, and nowhere else", async () => {
    expect(await allowed("somebody", points + 3)).toBe(points);
    expect(await counted("somebody")).toEqual({ "login:somebody": points + 3 });
    expect(await countedInPostgres("somebody")).toEqual([]);
    expect(test.log.problems).toEqual([]);
  });

  it("go on in PostgreSQL while Redis is gone, and it says so once", async () => {
    test.log.expectProblems();
    await redis.kill();
    expect(await allowed("somebody", points + 3)).toBe(points);
    expect(await countedInPostgres("somebody")).toEqual([{ points: points + 3 }]);
    expect(test.log.problems.map(({ message }) => message)).toEqual([
      "Redis is unavailable. PostgreSQL counts the rate limits",
    ]);
    await redis.start();
    await until("redis");
  });

  it("are answered while Redis answers nobody", async () => {
    test.log.expectProblems();
    redis.hold();
    expect(await allowed("somebody", points + 3)).toBe(points);
    expect(test.log.problems).toHaveLength(1);
    redis.letGo();
    await until("redis");
  });

  it("are counted in PostgreSQL while Redis refuses to write", async () => {
    test.log.expectProblems();
    await redis.refuseWrites(true);
    expect(await allowed("somebody", points + 3)).toBe(points);
    expect(await countedInPostgres("somebody")).toEqual([{ points: points + 3 }]);
    await redis.refuseWrites(false);
    await until("redis");
  });
});
