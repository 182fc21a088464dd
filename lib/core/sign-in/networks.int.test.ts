import { describe, expect, it } from "vitest";
import { createUser, type TestUser } from "@/tests/support/factories";
import { codeOf } from "@/tests/support/outcomes";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";
import { raiseAlarm } from "../accounts/raise-alarm";
import { nativeAudience } from "../sessions/audiences";
import { sendSecurityNotice } from "../users/security-notice";
import { logIn } from "./log-in";

const from = (test: TestContext, ip: string) => askedBy(test, { ip, userAgent: "curl/8.5.0" });

const attempt = async (test: TestContext, user: TestUser, password = user.password) =>
  codeOf(await logIn(test.ctx, { email: user.email, password }, nativeAudience));

async function guess(test: TestContext, user: TestUser, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await attempt(test, user, `guess number ${time}`);
}

async function swarm(test: TestContext, user: TestUser, networks: number): Promise<void> {
  for (let network = 0; network < networks; network += 1) {
    await guess(from(test, `10.${network >> 8}.${network & 255}.1`), user, 1);
  }
}

const judged = (test: TestContext) =>
  test.ctx.db.auditEvent.count({
    where: { action: "login.failed", details: { path: ["reason"], equals: "wrong_password" } },
  });

describe("a stranger who guesses for ever", () => {
  it("keeps no program elsewhere out", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const stranger = from(test, "198.51.100.1");
    for (let hour = 0; hour < 24; hour += 1) {
      await guess(stranger, user, 5);
      expect(await attempt(stranger, user)).toBe("invalid_credentials");
      expect(await attempt(from(test, `203.0.113.${hour}`), user), `hour ${hour}`).toBe("ok");
      test.clock.advance({ hours: 1 });
    }
  });

  it("keeps no program on a day's first sign-in out, from a network that is new", async () => {
    const test = await testContext();
    const user = await createUser(test);
    for (let hour = 0; hour < 24; hour += 1) {
      await guess(from(test, "198.51.100.1"), user, 1);
      test.clock.advance({ hours: 1 });
    }
    expect(await attempt(from(test, "2001:db8:1::1"), user)).toBe("ok");
  });

  it.each([
    ["198.51.100.1", "198.51.100.77"],
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff::1"],
  ])("counts as one with the rest of the network: %s and %s", async (one, other) => {
    const test = await testContext();
    const user = await createUser(test);
    await guess(from(test, one), user, 5);
    expect(await attempt(from(test, other), user)).toBe("invalid_credentials");
  });

  it("does not keep an address of the same network out that the right password has come from", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const program = from(test, "198.51.100.77");
    expect(await attempt(program, user)).toBe("ok");
    await guess(from(test, "198.51.100.1"), user, 50);
    expect(await attempt(program, user)).toBe("ok");
  });
});

describe("strangers in many networks", () => {
  it("are judged a hundred and one times, and then one at a time with seconds between", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await swarm(test, user, 150);
    expect(await judged(test)).toBe(101);
    test.clock.advance({ seconds: 1 });
    await swarm(test, user, 50);
    expect(await judged(test)).toBe(102);
  });

  it("are half a minute apart in the end, which makes 3,000 passwords a day", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await swarm(test, user, 120);
    const [before] = await test.ctx.db.attemptBudget.findMany({ where: { device: "stranger" } });
    for (let step = 0; step < 10; step += 1) {
      test.clock.advance({ seconds: 30 });
      await guess(from(test, `172.16.${step}.1`), user, 1);
    }
    const [after] = await test.ctx.db.attemptBudget.findMany({ where: { device: "stranger" } });
    expect(after?.blockedUntil?.getTime()).toBe(test.clock.now().getTime() + 30_000);
    expect((after?.failures ?? 0) - (before?.failures ?? 0)).toBe(10);
  });

  it("keep a program out of a new network for half a minute at most, and not out of one with a success", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const program = from(test, "203.0.113.9");
    expect(await attempt(program, user)).toBe("ok");
    test.clock.advance({ days: 29 });
    await swarm(test, user, 150);
    expect(await attempt(program, user)).toBe("ok");
    expect(await attempt(from(test, "203.0.113.200"), user), "a neighbour of it").toBe("ok");
    const elsewhere = from(test, "192.0.2.1");
    expect(await attempt(elsewhere, user)).toBe("invalid_credentials");
    test.clock.advance({ seconds: 30 });
    expect(await attempt(elsewhere, user)).toBe("ok");
  });

  it("do not profit from a success elsewhere", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const program = from(test, "203.0.113.9");
    expect(await attempt(program, user)).toBe("ok");
    await swarm(test, user, 110);
    expect(await judged(test)).toBe(101);
    expect(await attempt(program, user)).toBe("ok");
    await swarm(test, user, 50);
    expect(await judged(test)).toBe(101);
  });
});

it.each(["thirty days without a success", "an alarm"])("forgets a network with %s", async (what) => {
  const test = await testContext();
  const user = await createUser(test);
  const program = from(test, "203.0.113.9");
  expect(await attempt(program, user)).toBe("ok");
  if (what === "an alarm") {
    const owner = { ...user, locale: "en" };
    await test.ctx.db.$transaction((tx) => sendSecurityNotice(test.ctx, tx, owner, "new-device", {}));
    await raiseAlarm(test.ctx, { token: await test.mails.lastToken(user.email, "new-device") });
  } else test.clock.advance({ days: 30 });
  await swarm(test, user, 110);
  await guess(program, user, 1);
  expect(await judged(test)).toBe(101);
});
