import { beforeEach, describe, expect, it } from "vitest";
import { BearerClient, bodyText } from "@/tests/support/bearer-client";
import { createUser, signIn, type TestUser, totpCode } from "@/tests/support/factories";
import { atOnce } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { panguard } from "./api";

const elevenMinutes = { seconds: 11 * 60 };
let test: TestContext;
let api: BearerClient;
let user: TestUser;

beforeEach(async () => {
  test = await testContext();
  api = new BearerClient(test, panguard);
  user = await createUser(test);
  api.token = (await signIn(test, user, "panguard")).session.accessToken;
});

const logIn = (codes: { totpCode?: string; backupCode?: string } = {}) =>
  api.post("/login", { email: user.email, password: user.password, ...codes }, { token: null });

async function turnOn(): Promise<{ secret: string; backupCodes: string[] }> {
  const answer = await api.post("/totp/setup");
  expect(answer.status).toBe(200);
  const { data } = answer.body as { data: { secret: string; backupCodes: string[] } };
  expect((await api.post("/totp/verify", { totpCode: await totpCode(test, data.secret) })).status).toBe(200);
  test.clock.advance({ seconds: 30 });
  return data;
}

describe("setting up", () => {
  it("is pending until a code has been seen, then ends the other sessions", async () => {
    const other = (await signIn(test, user, "panguard")).session.accessToken;
    await api.post("/totp/setup");
    expect((await api.get("/totp/status")).body).toMatchObject({ data: { totpEnabled: false, enabledAt: null } });
    expect((await logIn()).body).toMatchObject({ data: { token: expect.any(String) } });
    await turnOn();
    expect((await api.get("/totp/status")).body).toMatchObject({
      data: { totpEnabled: true, backupCodesRemaining: 5 },
    });
    expect((await api.get("/me")).body).toMatchObject({ data: { totpEnabled: true } });
    expect((await api.get("/me", { token: other })).status).toBe(401);
  });

  it("needs a login in the last ten minutes to set up 2FA with a bearer token", async () => {
    test.clock.advance(elevenMinutes);
    expect(await api.post("/totp/setup")).toMatchObject({
      status: 403,
      body: { error: "Log in again, then try this within ten minutes." },
    });
  });

  it("409: without a set-up there is nothing to verify; on already, there is nothing to set up", async () => {
    expect(await api.post("/totp/verify", { totpCode: "482917" })).toMatchObject({ status: 409 });
    await turnOn();
    expect(await api.post("/totp/setup")).toMatchObject({ status: 409 });
    expect(await api.post("/totp/verify", { totpCode: "482917" })).toMatchObject({ status: 409 });
  });

  it("400: a wrong code turns nothing on", async () => {
    const secret = bodyText(await api.post("/totp/setup"), "data.secret");
    const wrong = await totpCode(test, secret, 10);
    expect(await api.post("/totp/verify", { totpCode: wrong })).toMatchObject({
      status: 400,
      body: { error: "Invalid TOTP code. Please try again." },
    });
    expect((await api.get("/totp/status")).body).toMatchObject({ data: { totpEnabled: false } });
  });
});

describe("logging in", () => {
  it("asks for a code after the right password alone, and issues nothing before", async () => {
    const { secret } = await turnOn();
    const sessions = await test.ctx.db.session.count();
    expect(await logIn()).toMatchObject({ status: 200, body: { ok: true, data: { requiresTwoFactor: true } } });
    expect(await api.post("/login", { email: user.email, password: "wrong password" })).toMatchObject({ status: 401 });
    expect(await test.ctx.db.session.count()).toBe(sessions);
    const code = await totpCode(test, secret);
    expect((await logIn({ totpCode: code })).body).toMatchObject({ data: { user: { totpEnabled: true } } });
    expect(await logIn({ totpCode: code })).toMatchObject({
      status: 401,
      body: { error: "Incorrect TOTP or backup code." },
    });
  });

  it("takes each backup code once, in any case, of requests at the same moment too", async () => {
    const { backupCodes } = await turnOn();
    const [first = "", second = ""] = backupCodes;
    const statuses = (await atOnce(3, () => logIn({ backupCode: first }))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 401, 401]);
    expect((await logIn({ backupCode: second.toUpperCase() })).status).toBe(200);
    expect((await api.get("/totp/status")).body).toMatchObject({ data: { backupCodesRemaining: 3 } });
  });

  it("400: takes one code, each in its own field", async () => {
    const { secret, backupCodes } = await turnOn();
    const [backupCode = ""] = backupCodes;
    const code = await totpCode(test, secret);
    expect(await logIn({ totpCode: code, backupCode })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("not both") },
    });
    expect(await logIn({ totpCode: backupCode })).toMatchObject({ status: 400 });
    expect(await logIn({ backupCode: code })).toMatchObject({ status: 400 });
    expect((await api.get("/totp/status")).body).toMatchObject({ data: { backupCodesRemaining: 5 } });
  });
});

describe("turning it off", () => {
  const disable = (password: string) => api.post("/totp/disable", { password });

  it("takes the password of a session that gave a code; backup codes die", async () => {
    const { backupCodes } = await turnOn();
    expect(await disable("wrong password")).toMatchObject({ status: 401 });
    expect((await disable(user.password)).status).toBe(200);
    expect(await disable(user.password)).toMatchObject({ status: 409 });
    expect((await api.get("/totp/status")).body).toMatchObject({
      data: { totpEnabled: false, backupCodesRemaining: 0 },
    });
    const again = await turnOn();
    expect(again.backupCodes.some((code) => backupCodes.includes(code))).toBe(false);
    expect((await logIn({ backupCode: backupCodes[0] ?? "" })).status).toBe(401);
  });

  it("needs a recent code to turn 2FA off with a bearer token", async () => {
    const { secret } = await turnOn();
    test.clock.advance(elevenMinutes);
    expect(await disable(user.password)).toMatchObject({
      status: 403,
      body: { error: "Log in again with a code, then try again." },
    });
    api.token = bodyText(await logIn({ totpCode: await totpCode(test, secret) }), "data.token");
    expect((await disable(user.password)).status).toBe(200);
  });
});
