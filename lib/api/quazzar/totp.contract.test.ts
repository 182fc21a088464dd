import { describe, expect, it } from "vitest";
import { z } from "zod";
import { BearerClient, bodyText } from "@/tests/support/bearer-client";
import { createUser, signIn, type TestUser, totpCode } from "@/tests/support/factories";
import { atOnce } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { quazzar } from "./api";

async function setUp(options: { mfa?: boolean } = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new BearerClient(test, quazzar);
  api.token = (await signIn(test, user, "quazzar")).session.accessToken;
  return { test, user, api };
}

/** A code works once. */
function nextCode(test: TestContext, secret: string): Promise<string> {
  test.clock.advance({ seconds: 30 });
  return totpCode(test, secret);
}

async function turnOn(test: TestContext, api: BearerClient) {
  const secret = bodyText(await api.post("/auth/totp/provision"), "secret");
  const verified = await api.post("/auth/totp/verify", { code: await nextCode(test, secret) });
  expect(verified.status).toBe(200);
  const { backup_codes: backupCodes } = z.object({ backup_codes: z.array(z.string()) }).parse(verified.body);
  return { secret, backupCodes };
}

function logIn(api: BearerClient, { email, password }: TestUser, totp_code?: string) {
  return api.post("/auth/login", { email, password, ...(totp_code === undefined ? {} : { totp_code }) });
}

describe("TOTP", () => {
  it("is on after a code was verified: a login needs one then, and takes each once", async () => {
    const { test, user, api } = await setUp();
    const { secret } = await turnOn(test, api);
    expect((await api.get("/users/me")).body).toMatchObject({ totp_enabled: true });
    expect(await logIn(api, user)).toMatchObject({ status: 401, body: { code: "totp_required" } });
    expect(await logIn(api, user, "000000")).toMatchObject({ status: 401, body: { code: "totp_invalid" } });
    const code = await nextCode(test, secret);
    expect(await logIn(api, user, code)).toMatchObject({ status: 200, body: { user: { totp_enabled: true } } });
    expect((await logIn(api, user, code)).status).toBe(401);
  });

  it("says nothing of itself to a wrong password", async () => {
    const { test, user, api } = await setUp();
    await turnOn(test, api);
    const wrong = await logIn(api, { ...user, password: "wrong password" });
    expect(wrong).toMatchObject({ status: 401, body: { code: "invalid_credentials" } });
  });

  it("hands out five backup codes of 65 random bits, each good for one login", async () => {
    const { test, user, api } = await setUp();
    const { backupCodes } = await turnOn(test, api);
    expect(new Set(backupCodes).size).toBe(5);
    for (const code of backupCodes) expect(code).toMatch(/^[a-z2-7]{13}$/);
    const [first = ""] = backupCodes;
    expect((await logIn(api, user, first)).status).toBe(200);
    expect((await logIn(api, user, first)).status).toBe(401);
    const [, second = ""] = backupCodes;
    const statuses = (await atOnce(4, () => logIn(api, user, second))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  it("ends the account's other sessions", async () => {
    const { test, user, api } = await setUp();
    const { session } = await signIn(test, user, "quazzar");
    await turnOn(test, api);
    expect((await api.get("/users/me", { token: session.accessToken })).status).toBe(401);
    expect((await api.get("/users/me")).status).toBe(200);
  });

  it("is provisioned and verified in order, once", async () => {
    const { test, api } = await setUp();
    expect(await api.post("/auth/totp/verify", { code: "123456" })).toMatchObject({
      status: 409,
      body: { code: "totp_not_provisioned" },
    });
    const secret = bodyText(await api.post("/auth/totp/provision"), "secret");
    expect(await api.post("/auth/totp/verify", { code: "000000" })).toMatchObject({
      status: 400,
      body: { code: "totp_invalid" },
    });
    const code = await nextCode(test, secret);
    expect((await api.post("/auth/totp/verify", { code })).status).toBe(200);
    for (const path of ["/auth/totp/provision", "/auth/totp/verify"]) {
      expect(await api.post(path, path.endsWith("verify") ? { code } : undefined)).toMatchObject({
        status: 409,
        body: { code: "totp_already_enabled" },
      });
    }
  });

  it("rejects a token older than ten minutes for setting up or turning off TOTP", async () => {
    const { test, api } = await setUp();
    test.clock.advance({ minutes: 11 });
    const late = { status: 403, body: { code: "step_up_required" } };
    expect(await api.post("/auth/totp/provision")).toMatchObject(late);

    const on = await setUp({ mfa: true });
    on.test.clock.advance({ minutes: 11 });
    const code = await totpCode(on.test, on.user.totpSecret);
    expect(await on.api.delete("/auth/totp", { code })).toMatchObject(late);
    const fresh = await logIn(on.api, on.user, await nextCode(on.test, on.user.totpSecret));
    on.api.token = bodyText(fresh, "access_token");
    const next = await nextCode(on.test, on.user.totpSecret);
    expect((await on.api.delete("/auth/totp", { code: next })).status).toBe(200);
  });

  it("pauses after wrong codes, and says for how long", async () => {
    const { test, user, api } = await setUp({ mfa: true });
    for (let count = 0; count < 5; count += 1) {
      expect((await api.delete("/auth/totp", { code: "000000" })).status).toBe(400);
    }
    const paused = await api.delete("/auth/totp", { code: await totpCode(test, user.totpSecret, 1) });
    expect(paused).toMatchObject({ status: 429, body: { code: "rate_limited" } });
    expect(Number(paused.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("disabling TOTP", () => {
  it("takes a TOTP code, after which a login needs none", async () => {
    const { test, user, api } = await setUp();
    const { secret, backupCodes } = await turnOn(test, api);
    expect(await api.delete("/auth/totp", { code: "000000" })).toMatchObject({
      status: 400,
      body: { code: "totp_invalid" },
    });
    expect((await api.delete("/auth/totp", { code: await nextCode(test, secret) })).status).toBe(200);
    expect((await api.get("/users/me")).body).toMatchObject({ totp_enabled: false });
    expect((await logIn(api, user)).status).toBe(200);
    expect(await api.delete("/auth/totp", { code: backupCodes[0] })).toMatchObject({
      status: 409,
      body: { code: "totp_not_enabled" },
    });
  });

  it("takes a backup code in its place", async () => {
    const { test, user, api } = await setUp();
    const { backupCodes } = await turnOn(test, api);
    expect((await api.delete("/auth/totp", { code: backupCodes[3] })).status).toBe(200);
    expect((await logIn(api, user)).status).toBe(200);
  });
});
