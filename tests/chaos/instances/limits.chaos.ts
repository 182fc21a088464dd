import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { limitRules } from "@/lib/core/kernel/limits";
import { type RedisServer, startRedis, whyNoRedis } from "@/tests/support/redis-server";
import { Caller, newAddress } from "./caller";
import { record } from "./figures";
import { type Installation, sized, startInstallation } from "./installation";
import { createPeople, signIn } from "./people";

const directory = inject("runDirectory");
const stranger = { email: "nobody@nowhere.example", password: "not a password of anybody" };
const asked = {
  name: "Jane Applicant",
  organization: "Green Field",
  buyerMode: "DIRECT_INFERENCE_VENDOR",
  useCase: "We answer questions.",
};

/** Limits per address and minute across instances. */
const perAddress = [
  ["login", limitRules.login.points, () => stranger],
  ["request-access", limitRules.requestAccess.points, (n: number) => ({ ...asked, email: `a${n}@green.example` })],
  ["request-password-reset", limitRules.passwordReset.points, () => ({ email: stranger.email })],
  ["refresh-token", limitRules.refresh.points, () => ({})],
] as const;

async function countsTogether(installation: Installation): Promise<number> {
  const rounds = sized(10);
  const origins = installation.instances.map(({ url }) => url);
  for (let round = 0; round < rounds; round += 1) {
    for (const [path, points, body] of perAddress) {
      const address = newAddress();
      const send = (index: number) =>
        new Caller(installation.proxy.origin, address).post(path, body(index), { at: origins[index % 2] });
      // In sequence, then concurrently.
      const first = Math.floor(points / 2);
      for (let index = 0; index < first; index += 1) expect((await send(index)).status).not.toBe(429);
      const rest = await Promise.all(Array.from({ length: points * 2 }, (_, index) => send(index)));
      expect(rest.filter(({ status }) => status !== 429)).toHaveLength(points - first);
    }
  }
  const [person] = await createPeople(installation, 1);
  if (!person) throw new Error("nobody");
  const caller = await signIn(installation.proxy.origin, person);
  // An instance may lose points that it reserved ahead (ADR 0013) but never adds any.
  const { ahead, points } = limitRules.session;
  const views = await Promise.all(
    Array.from({ length: points + 40 }, (_, index) => caller.get("profile", { at: origins[index % 2] })),
  );
  const seen = views.filter(({ status }) => status === 200).length;
  expect(seen).toBeLessThanOrEqual(points);
  expect(seen).toBeGreaterThanOrEqual(points - ahead);
  return rounds;
}

const times = (rounds: number) => `${rounds} addresses for each of ${perAddress.length} limits, and one session`;

describe.skipIf(whyNoRedis() !== null)(`with Redis${whyNoRedis() ? ` (skipped: ${whyNoRedis()})` : ""}`, () => {
  let installation: Installation;
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
    installation = await startInstallation({ redis });
  });

  afterAll(async () => {
    await installation?.stop();
    await redis?.kill();
  });

  it("counts requests to both instances together", async () => {
    const rounds = await countsTogether(installation);
    expect(Object.keys(await redis.counters("login:*")).length).toBeGreaterThan(rounds);
    expect(await installation.query("SELECT key FROM rate_limits")).toEqual([]);
    record(directory, {
      promised: "limits-redis",
      times: times(rounds),
      result: "the rule's number each, to the request",
    });
  });
});

describe("with PostgreSQL alone", () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await startInstallation();
  });

  afterAll(() => installation?.stop());

  it("counts requests to both instances together", async () => {
    const rounds = await countsTogether(installation);
    record(directory, {
      promised: "limits-postgres",
      times: times(rounds),
      result: "the rule's number each, to the request",
    });
  });

  it("limits password attempts per account across instances", async () => {
    const rounds = sized(10);
    const people = await createPeople(installation, rounds);
    const { origin } = installation.proxy;
    const origins = installation.instances.map(({ url }) => url);
    for (const { email, password, id } of people) {
      const guess = (index: number) =>
        new Caller(origin).post("login", { email, password: `guess ${index} of many` }, { at: origins[index % 2] });
      const guesses = await Promise.all(Array.from({ length: 40 }, (_, index) => guess(index)));
      expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401]));
      const [budget] = await installation.query(
        "SELECT failures FROM attempt_budgets WHERE user_id = $1 AND device LIKE 'network:%'",
        [id],
      );
      expect(budget).toEqual({ failures: 5 });
      // Both instances throttle unknown devices.
      for (const at of origins)
        expect((await new Caller(origin).post("login", { email, password }, { at })).status).toBe(401);
    }
    record(directory, { promised: "budget", times: `${rounds} accounts, 40 guesses each`, result: "5 checked each" });
  });
});
