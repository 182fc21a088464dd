import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { limitRules } from "@/lib/core/kernel/limits";
import { type RedisServer, startRedis, whyNoRedis } from "@/tests/support/redis-server";
import { type Answer, Caller, newAddress } from "./caller";
import { record } from "./figures";
import { type Installation, logged, sized, startInstallation, until } from "./installation";
import { createPeople, type Person } from "./people";

const directory = inject("runDirectory");
const { points } = limitRules.login;

describe.skipIf(whyNoRedis() !== null)(`Redis${whyNoRedis() ? ` (skipped: ${whyNoRedis()})` : ""}`, () => {
  let installation: Installation;
  let redis: RedisServer;
  let people: Person[];

  beforeAll(async () => {
    redis = await startRedis();
    installation = await startInstallation({ redis });
    people = await createPeople(installation, 20);
  });

  afterAll(async () => {
    redis?.letGo();
    await installation?.stop();
    await redis?.kill();
  });

  /** Failed sign-ins from one address at both instances; returns how many were checked. */
  async function guess(address: string, times: number): Promise<number> {
    const stranger = { email: "nobody@nowhere.example", password: "not a password of anybody" };
    const answers: Answer[] = [];
    for (let index = 0; index < times; index += 1) {
      answers.push(await new Caller(installation.proxy.origin, address).post("login", stranger));
    }
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    return answers.filter(({ status }) => status === 401).length;
  }

  function startVisitors() {
    let isOver = false;
    const seen = { visits: 0, slowest: 0, wrong: [] as string[] };
    const visit = async (start: number) => {
      for (let n = start; !isOver; n += 1) {
        const { email, password } = people[n % people.length] ?? people[0] ?? nobody();
        const caller = new Caller(installation.proxy.origin);
        const answers = [await caller.post("login", { email, password }), await caller.get("profile")];
        for (const { status, body, milliseconds } of answers) {
          if (status !== 200) seen.wrong.push(`${status} ${body}`);
          seen.slowest = Math.max(seen.slowest, milliseconds);
        }
        seen.visits += 1;
      }
    };
    const visits = [0, 5, 10, 15].map(visit);
    return {
      seen,
      async stop() {
        isOver = true;
        await Promise.all(visits);
        expect(seen.wrong).toEqual([]);
        return seen;
      },
    };
  }

  const said = (words: string) =>
    installation.instances.map(
      (instance) => logged(instance, "warn", "info").filter((line) => line.includes(words)).length,
    );
  const lost = "PostgreSQL counts the rate limits";
  const back = "Redis is back";

  async function everybodySays(words: string, times: number): Promise<void> {
    await until(() => expect(said(words)).toEqual([times, times]));
  }

  async function countsInRedis(): Promise<void> {
    const address = newAddress();
    expect(await guess(address, points + 4)).toBe(points);
    const counted = await redis.counters(`login:*${address}*`);
    expect(Object.values(counted)).toEqual([points + 4]);
  }

  async function countsInPostgres(): Promise<void> {
    const address = newAddress();
    expect(await guess(address, points + 4)).toBe(points);
    const rows = await installation.query("SELECT points FROM rate_limits WHERE key LIKE $1", [`login:%${address}%`]);
    expect(rows).toEqual([{ points: points + 4 }]);
  }

  it("falls back to PostgreSQL when killed, until it returns", async () => {
    const rounds = sized(5);
    const visitors = startVisitors();
    for (let round = 1; round <= rounds; round += 1) {
      await countsInRedis();
      const address = newAddress();
      expect(await guess(address, points + 2)).toBe(points);
      await redis.kill();
      await everybodySays(lost, round);
      // A used-up window continues in one other counter, never in a third.
      expect(await guess(address, 2 * points)).toBe(points);
      await countsInPostgres();
      await redis.start();
      await everybodySays(back, round);
    }
    await countsInRedis();
    const { slowest, visits } = await visitors.stop();
    const result = `${visits} visits, all answered, slowest answer ${Math.round(slowest)} ms, each limit exact`;
    record(directory, { promised: "redis-gone", times: `${rounds} kills`, result });
  });

  it("delays no one for long when it hangs", async () => {
    const rounds = sized(5);
    const [before = 0] = said(lost);
    const visitors = startVisitors();
    for (let round = 1; round <= rounds; round += 1) {
      redis.hold();
      await everybodySays(lost, before + round);
      await countsInPostgres();
      redis.letGo();
      await everybodySays(back, before + round);
      await countsInRedis();
    }
    const { slowest, visits } = await visitors.stop();
    expect(slowest).toBeLessThan(2_000);
    const result = `${visits} visits, all answered, slowest answer ${Math.round(slowest)} ms`;
    record(directory, { promised: "redis-held", times: `${rounds} times held`, result });
  });

  it("restarts its counters when emptied, but not an account's attempts", async () => {
    const rounds = sized(5);
    const [person] = await createPeople(installation, 1);
    if (!person) nobody();
    const { origin } = installation.proxy;
    for (let n = 0; n < 6; n += 1)
      await new Caller(origin).post("login", { ...login(person), password: `guess ${n} of six` });
    const visitors = startVisitors();
    for (let round = 0; round < rounds; round += 1) {
      const address = newAddress();
      expect(await guess(address, points + 2)).toBe(points);
      await redis.empty();
      expect(await guess(address, points + 2)).toBe(points);
      expect((await new Caller(origin).post("login", login(person))).status).toBe(401);
    }
    const { visits } = await visitors.stop();
    const result = `${visits} visits, all answered, one more window each, the paused account stays paused`;
    record(directory, { promised: "redis-emptied", times: `${rounds} times`, result });
  });
});

function login({ email, password }: Person) {
  return { email, password };
}

function nobody(): never {
  throw new Error("nobody to sign in");
}
