import { describe, expect, it } from "vitest";
import { deviceCookiePattern } from "@/lib/values/session-cookies";
import { createUser, signIn, strangeToken, type TestUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";
import { mailPasswordReset, resetPassword } from "../accounts/password";
import { nativeAudience } from "../sessions/audiences";
import { logIn } from "./log-in";
import { openSignInHere } from "./sign-in-link";

const withCookie = (test: TestContext, deviceToken: string | null) => askedBy(test, { deviceToken });

async function isKnown(test: TestContext, user: TestUser, deviceToken: string): Promise<boolean> {
  const elsewhere = askedBy(test, { ip: "198.51.100.1", deviceToken: null });
  const credentials = { email: user.email, password: user.password };
  for (let time = 0; time < 5; time += 1) {
    await logIn(elsewhere.ctx, { ...credentials, password: `guess number ${time}` }, nativeAudience);
  }
  return codeOf(await logIn(withCookie(elsewhere, deviceToken).ctx, credentials, nativeAudience)) === "ok";
}

/** Returns the new cookie. */
const ways: Record<string, (test: TestContext, user: TestUser, planted: string) => Promise<string | null>> = {
  "a sign-in": async (test, user, planted) => (await signIn(withCookie(test, planted), user)).session.deviceToken,
  "a reset": async (test, user, planted) => {
    await mailPasswordReset(test.ctx, { email: user.email });
    const token = await test.mails.lastToken(user.email, "password-reset");
    const reset = await resetPassword(withCookie(test, planted).ctx, { token, password: "another good secret" });
    user.password = "another good secret";
    return expectOk(reset).deviceToken;
  },
  "a sign-in link": async (test, user, planted) => {
    const guess = { email: user.email, password: "not the password" };
    for (let time = 0; time < 5; time += 1) await logIn(test.ctx, guess, nativeAudience);
    await test.runJobs("mail-sign-in-link");
    const token = await test.mails.lastToken(user.email, "sign-in-paused");
    return expectOk(await openSignInHere(withCookie(test, planted).ctx, { token })).deviceToken;
  },
};

describe("a device cookie that somebody planted", () => {
  for (const [way, act] of Object.entries(ways)) {
    it(`is replaced, and never known: by ${way}`, async () => {
      const test = await testContext();
      const user = await createUser(test);
      const planted = strangeToken();
      const given = await act(test, user, planted);
      expect(given).toMatch(/^[\w-]{43}$/);
      expect(given).not.toBe(planted);
      expect(await isKnown(test, user, planted)).toBe(false);
      expect(await isKnown(test, user, given ?? "")).toBe(true);
    });

    it(`is replaced when it is one that the attacker's own account knows: by ${way}`, async () => {
      const test = await testContext();
      const [attacker, victim] = [await createUser(test), await createUser(test)];
      const planted = (await signIn(withCookie(test, null), attacker)).session.deviceToken ?? "";
      const given = await act(test, victim, planted);
      expect(given).not.toBe(planted);
      expect(await isKnown(test, victim, planted)).toBe(false);
    });

    it(`takes nothing from the account that it was copied from: by ${way}`, async () => {
      const test = await testContext();
      const [victim, thief] = [await createUser(test), await createUser(test)];
      const copied = (await signIn(withCookie(test, null), victim)).session.deviceToken ?? "";
      const known = () => test.ctx.db.knownDevice.findMany({ where: { userId: victim.id } });
      const before = await known();
      const given = (await act(test, thief, copied)) ?? "";
      expect(await known()).toEqual(before);
      expect((await signIn(withCookie(test, copied), victim)).session.deviceToken).toBeNull();
      expect(await test.mails.templatesTo(victim.email)).toEqual([]);
      const [own = ""] = given.split(".");
      expect(await isKnown(test, victim, own)).toBe(false);
    });
  }

  it("buys no budgets, however many are made up", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const wrong = { email: user.email, password: "not the password" };
    for (let time = 0; time < 20; time += 1) {
      await logIn(withCookie(test, strangeToken()).ctx, wrong, nativeAudience);
    }
    expect(await test.ctx.db.knownDevice.count()).toBe(0);
    const judged = { action: "login.failed", details: { path: ["reason"], equals: "wrong_password" } };
    expect(await test.ctx.db.auditEvent.count({ where: judged })).toBe(5);
  });
});

describe("a browser of two accounts", () => {
  it("is known to both, whoever signs in last", async () => {
    const test = await testContext();
    const [first, second] = [await createUser(test), await createUser(test)];
    const one = (await signIn(withCookie(test, null), first)).session.deviceToken ?? "";
    const two = (await signIn(withCookie(test, one), second)).session.deviceToken ?? "";
    expect((await signIn(withCookie(test, two), first)).session.deviceToken).toBeNull();
    expect(await isKnown(test, first, two)).toBe(true);
    expect(await isKnown(test, second, two)).toBe(true);
  });

  it("keeps its cookie while the account knows it", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const token = (await signIn(withCookie(test, null), user)).session.deviceToken ?? "";
    expect((await signIn(withCookie(test, token), user)).session.deviceToken).toBeNull();
    expect(await test.ctx.db.knownDevice.count()).toBe(1);
  });
});

it("over HTTP an account that signs in with the cookie of another one leaves that one's browser known", async () => {
  const test = await testContext();
  const [victim, thief] = [await createUser(test), await createUser(test)];
  const [owner, stranger] = [new NativeClient(test), new NativeClient(test)];
  owner.cookies.set("foyer_device", strangeToken());
  await owner.signIn(victim);
  stranger.cookies.set("foyer_device", owner.cookies.get("foyer_device") ?? "");
  for (let time = 0; time < 2; time += 1) await stranger.signIn(thief);
  const again = await owner.signIn(victim);
  expect(again.setCookies.some((line) => line.startsWith("foyer_device="))).toBe(false);
  expect(await test.mails.templatesTo(victim.email)).toEqual([]);
});

it("keeps tokens of ten accounts in one browser, and drops the one that came first", async () => {
  const test = await testContext();
  const first = await createUser(test);
  let cookie = (await signIn(withCookie(test, null), first)).session.deviceToken ?? "";
  const others = [];
  for (let count = 0; count < 10; count += 1) {
    const other = await createUser(test);
    others.push(other);
    cookie = (await signIn(withCookie(test, cookie), other)).session.deviceToken ?? "";
    expect(cookie.split(".")).toHaveLength(Math.min(count + 2, 10));
  }
  expect(cookie).toMatch(deviceCookiePattern);
  for (const other of others) {
    expect((await signIn(withCookie(test, cookie), other)).session.deviceToken).toBeNull();
  }
  expect((await signIn(withCookie(test, cookie), first)).session.deviceToken).not.toBeNull();
});

it("over HTTP a made-up cookie is answered with a new one", async () => {
  const test = await testContext();
  const user = await createUser(test);
  const api = new NativeClient(test);
  const planted = strangeToken();
  api.cookies.set("foyer_device", planted);
  const { setCookies } = await api.signIn(user);
  const device = setCookies.find((line) => line.startsWith("foyer_device="));
  expect(device).toMatch(/^foyer_device=[\w-]{43}; .*HttpOnly/);
  expect(api.cookies.get("foyer_device")).not.toBe(planted);
  expect((await api.signIn(user)).setCookies.some((line) => line.startsWith("foyer_device="))).toBe(false);
});
