import { beforeEach, describe, expect, it } from "vitest";
import { doDueWork } from "@/lib/core/background/due-work";
import { createUser, signIn, type TestUser, uniqueEmail } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";

const wrong = "not the password at all";
const refused = { status: 401, error: { code: "INVALID_CREDENTIALS" }, setCookies: [] };

let test: TestContext;
let api: NativeClient;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
});

function logIn(user: Pick<TestUser, "email">, password: string, headers: Record<string, string> = {}) {
  return api.another().post("login", { email: user.email, password }, { headers });
}

async function seen(answer: Awaited<ReturnType<typeof logIn>>) {
  const { status, error, headers } = answer;
  const shown = [...headers].filter(([name]) => name !== "x-request-id" && name !== "date");
  return JSON.stringify({ status, ...error, requestId: "", shown });
}

describe("whether an address has an account", () => {
  it("answers alike for unknown, wrong, deactivated, unverified, locked and 2FA accounts", async () => {
    const locked = await createUser(test);
    for (let time = 0; time < 6; time += 1) await logIn(locked, wrong);
    const accounts = [
      { email: uniqueEmail("nobody") },
      await createUser(test),
      await createUser(test, { isDeactivated: true }),
      await createUser(test, { isVerified: false }),
      await createUser(test, { mfa: true }),
      locked,
    ];
    const answers = [];
    for (const account of accounts) answers.push(await seen(await logIn(account, wrong)));
    answers.push(await seen(await logIn(locked, locked.password)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("INVALID_CREDENTIALS");
  });

  it("rejects the right password during the pause, and accepts it afterwards", async () => {
    const user = await createUser(test);
    const answers = [];
    for (let time = 0; time < 6; time += 1) answers.push(await seen(await logIn(user, wrong)));
    answers.push(await seen(await logIn(user, user.password)));
    test.clock.advance({ seconds: 29 });
    answers.push(await seen(await logIn(user, user.password)));
    expect(new Set(answers).size).toBe(1);
    test.clock.advance({ seconds: 1 });
    expect((await logIn(user, user.password)).status).toBe(200);
    for (let time = 0; time < 4; time += 1) await logIn(user, wrong);
    expect((await logIn(user, user.password)).status).toBe(200);
    const failed = await test.ctx.db.auditEvent.groupBy({
      by: ["action"],
      where: { subjectId: user.id },
      _count: true,
    });
    expect(failed).toContainEqual({ action: "login.failed", _count: 12 });
  });

  it("counts spellings of one address together, and lookalikes not at all", async () => {
    const user = await createUser(test);
    const { email } = user;
    const spellings = [email.toUpperCase(), `${email} `, ` ${email}`, email.replace("p", "P"), email];
    for (const spelling of spellings)
      expect(await api.post("login", { email: spelling, password: wrong })).toMatchObject(refused);
    const verified = test.hasher.verified;
    for (const lookAlike of [email.replace("@", "＠"), email.replace("p", "ｐ"), `${email}\u0000`]) {
      expect((await api.post("login", { email: lookAlike, password: wrong })).status).toBe(400);
    }
    expect(test.hasher.verified).toBe(verified);
    expect(await logIn(user, user.password)).toMatchObject(refused);
  });

  it("lets the owner's browser in while others are locked out", async () => {
    const user = await createUser(test);
    const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0";
    const browser = askedBy(test, { userAgent: firefox, deviceToken: null });
    const cookie = `foyer_device=${(await signIn(browser, user)).session.deviceToken}`;
    for (let guess = 0; guess < 50; guess += 1)
      await logIn(user, `${wrong} ${guess}`, { "x-forwarded-for": "198.51.100.1" });
    expect(await logIn(user, user.password, { "x-forwarded-for": "198.51.100.1" })).toMatchObject(refused);
    expect((await logIn(user, user.password, { "x-forwarded-for": "192.0.2.9", cookie })).status).toBe(200);
    const invented = `foyer_device=${"A".repeat(43)}`;
    expect(await logIn(user, user.password, { "x-forwarded-for": "198.51.100.2", cookie: invented })).toMatchObject(
      refused,
    );
  });
});

it("rejects a password or address that isn't text before looking anything up or hashing", async () => {
  const user = await createUser(test);
  const { email, password } = user;
  const verified = test.hasher.verified;
  for (const odd of [[password], { not: "" }, { contains: "@" }, 12345678, null, true]) {
    const answer = await api.post("login", { email, password: odd });
    expect(answer).toMatchObject({ status: 400, error: { code: "VALIDATION_FAILED" }, setCookies: [] });
  }
  for (const odd of [
    [email],
    [email, "b@evil.example"],
    { not: "" },
    { contains: "@" },
    { startsWith: "" },
    1,
    null,
    true,
  ]) {
    expect((await api.post("login", { email: odd, password })).status).toBe(400);
  }
  expect(test.hasher.verified).toBe(verified);
  expect(await test.ctx.db.auditEvent.count()).toBe(0);
});

describe("one password on many accounts", () => {
  it("stops one password on many accounts at the address's limit", async () => {
    test = await testContext({ limits: "counting" });
    api = new NativeClient(test);
    const statuses = [];
    for (let account = 0; account < 500; account += 1) {
      statuses.push((await logIn({ email: uniqueEmail("spray") }, "Summer2026!")).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(new Set(statuses.slice(10))).toEqual(new Set([429]));
    expect(test.hasher.verified).toBe(10);
  });

  it("records one password on many accounts from many addresses in the audit log, once an hour", async () => {
    test = await testContext({ limits: "counting" });
    api = new NativeClient(test);
    test.log.expectProblems();
    const spray = async (from: number, to: number) => {
      for (let client = from; client < to; client += 1) {
        await logIn({ email: uniqueEmail("spray") }, "Summer2026!", { "x-forwarded-for": `198.51.${client}.1` });
      }
      await doDueWork(test.ctx);
      return test.ctx.db.auditEvent.findMany({ where: { action: "login.failures_unusual" } });
    };
    expect(await spray(0, 99)).toEqual([]);
    const details = { failures: 100, accounts: 0, addresses: 100 };
    expect(await spray(99, 100)).toMatchObject([{ actorType: "SYSTEM", details }]);
    expect(await spray(100, 110)).toHaveLength(1);
    expect(test.log.problems).toMatchObject([{ level: "warn", fields: details }]);
    test.clock.advance({ hours: 1 });
    expect(await spray(0, 99)).toHaveLength(1);
  });
});

it("never keeps cookies that were planted before a sign-in", async () => {
  const [user, attacker] = [await createUser(test), await createUser(test)];
  const planter = api.another();
  await planter.signIn(attacker);
  for (const [name, value] of planter.cookies) api.cookies.set(name, value);
  const before = new Set(api.cookies.values());
  await api.signIn(user);
  for (const value of api.cookies.values()) expect(before.has(value)).toBe(false);
  expect((await api.get("profile")).data).toMatchObject({ id: user.id });
  expect((await planter.get("profile")).data).toMatchObject({ id: attacker.id });
  const made = await createUser(test);
  api.cookies.set("foyer_access", "planted").set("foyer_refresh", "planted");
  await api.signIn(made);
  expect([...api.cookies.values()]).not.toContain("planted");
  const old = api.another();
  old.cookies.set("foyer_access", "planted").set("foyer_refresh", "planted");
  expect((await old.get("profile")).status).toBe(401);
});

it.each([
  ["login", 10],
  ["login/mfa-verify", 10],
  ["register", 5],
  ["request-access", 5],
  ["request-password-reset", 3],
  ["resend-verification-email", 3],
  ["refresh-token", 30],
  ["reset-password", 20],
])("says in whole seconds when a limit ends: %s", async (path, points) => {
  test = await testContext({ limits: "counting" });
  api = new NativeClient(test);
  for (let count = 0; count < points; count += 1) expect((await api.post(path, {})).status).not.toBe(429);
  test.clock.advance({ seconds: 17, milliseconds: 300 });
  const limited = await api.post(path, {});
  expect(limited).toMatchObject({ status: 429, error: { code: "RATE_LIMITED" }, setCookies: [] });
  const seconds = limited.headers.get("retry-after") ?? "";
  expect(seconds).toMatch(/^[1-9]\d*$/);
  test.clock.advance({ seconds: Number(seconds) - 1 });
  expect((await api.post(path, {})).status).toBe(429);
  test.clock.advance({ seconds: 1 });
  expect((await api.post(path, {})).status).not.toBe(429);
});
