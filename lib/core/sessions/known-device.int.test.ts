import { describe, expect, it } from "vitest";
import { createUser, signIn, strangeToken, type TestUser } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";
import { logIn } from "../sign-in/log-in";
import { openSignInHere } from "../sign-in/sign-in-link";
import { nativeAudience } from "./audiences";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0";

const attempt = (test: TestContext, user: TestUser, password = user.password) =>
  logIn(test.ctx, { email: user.email, password }, nativeAudience);

async function browserOf(test: TestContext, user: TestUser): Promise<TestContext> {
  const fresh = askedBy(test, { userAgent: firefox, deviceToken: null });
  const { session } = await signIn(fresh, user);
  return askedBy(test, { userAgent: firefox, deviceToken: session.deviceToken });
}

async function attack(test: TestContext, user: TestUser, guesses: number): Promise<void> {
  await atOnce(guesses, (index) =>
    attempt(askedBy(test, { ip: `198.51.${index % 250}.${index % 199}` }), user, `guess number ${index}`),
  );
}

async function guess(from: TestContext, user: TestUser, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await attempt(from, user, `guess number ${time}`);
}

describe("a browser that the account has signed in from", () => {
  it("still gets in while strangers make ten thousand guesses from many addresses, which find nothing", {
    timeout: 240_000,
  }, async () => {
    const test = await testContext();
    const user = await createUser(test, { password: "guess number 9999" });
    const browser = await browserOf(test, user);
    for (let round = 0; round < 100; round += 1) {
      const from = round * 100;
      await atOnce(100, (index) =>
        attempt(askedBy(test, { ip: `198.51.${round}.${index}` }), user, `guess number ${from + index}`),
      );
    }
    expect(codeOf(await attempt(browser, user))).toBe("ok");
    expect(await test.ctx.db.session.count()).toBe(2);
    const judged = await test.ctx.db.auditEvent.count({
      where: { action: "login.failed", details: { path: ["reason"], equals: "wrong_password" } },
    });
    // 101 from unknown networks together, then seconds between two.
    expect(judged).toBe(101);
  });

  it("has its own pause for its own failures", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const browser = await browserOf(test, user);
    for (let time = 0; time < 5; time += 1) await attempt(browser, user, "wrong password");
    expect(codeOf(await attempt(browser, user))).toBe("invalid_credentials");
    expect(codeOf(await attempt(test, user))).toBe("ok");
  });

  it("does not end the strangers' pause by signing in", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const browser = await browserOf(test, user);
    const stranger = askedBy(test, { ip: "198.51.100.1" });
    await guess(stranger, user, 5);
    expect(codeOf(await attempt(browser, user))).toBe("ok");
    expect(codeOf(await attempt(stranger, user))).toBe("invalid_credentials");
  });

  it("is known to that account alone, and an invented cookie to none", async () => {
    const test = await testContext();
    const [user, other] = [await createUser(test), await createUser(test)];
    const browser = await browserOf(test, user);
    const elsewhere = (deviceToken: string | null | undefined) =>
      askedBy(test, { ip: "198.51.100.1", ...(deviceToken === undefined ? {} : { deviceToken }) });
    await guess(elsewhere(undefined), other, 5);
    expect(codeOf(await attempt(elsewhere(browser.ctx.request.deviceToken), other))).toBe("invalid_credentials");
    await guess(elsewhere(undefined), user, 5);
    expect(codeOf(await attempt(elsewhere(strangeToken()), user))).toBe("invalid_credentials");
    expect(codeOf(await attempt(elsewhere(browser.ctx.request.deviceToken), user))).toBe("ok");
  });

  it("is stored as a hash", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const browser = await browserOf(test, user);
    const rows = await test.database.pool.query("SELECT known_devices::text AS row FROM known_devices");
    expect(rows.rowCount).toBe(1);
    expect(JSON.stringify(rows.rows)).not.toContain(browser.ctx.request.deviceToken);
  });
});

describe("an owner without a known browser", () => {
  it("gets one mail with a link that gives this browser tries of its own", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test);
    await attack(test, user, 30);
    test.clock.advance({ seconds: 31 });
    await attack(test, user, 3);
    await test.runJobs();
    expect(await test.mails.templatesTo(user.email)).toEqual(["sign-in-paused"]);

    const token = await test.mails.lastToken(user.email, "sign-in-paused");
    const fresh = askedBy(test, { deviceToken: null });
    await guess(fresh, user, 5);
    const { deviceToken } = expectOk(await openSignInHere(fresh.ctx, { token }));
    expect(codeOf(await attempt(fresh, user))).toBe("invalid_credentials");
    expect(codeOf(await attempt(askedBy(test, { deviceToken }), user))).toBe("ok");
  });

  it("opens the link once", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await attack(test, user, 5);
    await test.runJobs();
    const token = await test.mails.lastToken(user.email, "sign-in-paused");
    const fresh = askedBy(test, { deviceToken: null });
    const results = await atOnce(10, () => openSignInHere(fresh.ctx, { token }));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await test.ctx.db.knownDevice.count()).toBe(1);
    expect(codeOf(await openSignInHere(fresh.ctx, { token: strangeToken() }))).toBe("token_invalid");
  });

  it("is mailed nothing before strangers have to wait", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await attack(test, user, 4);
    await test.runJobs();
    expect(await test.mails.templatesTo(user.email)).toEqual([]);
  });

  it("leaves no device token in the queue", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const token = strangeToken();
    for (let time = 0; time < 5; time += 1) {
      await attempt(askedBy(test, { deviceToken: token }), user, "wrong password");
    }
    const { rows } = await test.database.pool.query("SELECT payload::text FROM graphile_worker._private_jobs");
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe("a sign-in from somewhere new", () => {
  it("is told to the owner, with a way out; the first one of an account and known browsers are not", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const browser = await browserOf(test, user);
    expect(await test.mails.templatesTo(user.email)).toEqual([]);
    await attempt(browser, user);
    expect(await test.mails.templatesTo(user.email)).toEqual([]);
    await browserOf(test, user);
    expect(await test.mails.templatesTo(user.email)).toEqual(["new-device"]);
    const mail = await test.mails.last(user.email, "new-device");
    expect(mail.origin).toMatchObject({ userAgent: firefox, ip: test.ctx.request.ip });
  });

  it("by a program is told once for its name and address", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await attempt(askedBy(test, { userAgent: "curl/8.5.0" }), user);
    await attempt(askedBy(test, { userAgent: "curl/8.5.0" }), user);
    expect(await test.mails.templatesTo(user.email)).toEqual([]);
    await attempt(askedBy(test, { userAgent: "curl/8.5.0", ip: "198.51.100.9" }), user);
    await attempt(askedBy(test, { userAgent: "curl/8.5.0", ip: "198.51.100.9" }), user);
    expect(await test.mails.templatesTo(user.email)).toEqual(["new-device"]);
  });
});
