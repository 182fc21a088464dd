import { describe, expect, it } from "vitest";
import { createUser, testPassword, totpCode } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";

async function signedIn(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new NativeClient(test);
  await api.signIn(user);
  return { test, user, api };
}

describe("POST mfa/setup and POST mfa/enable", () => {
  it("200: hands out the secret once, and is on only after a code", async () => {
    const { test, api } = await signedIn();
    const setup = await api.post("mfa/setup");
    expect(setup.status).toBe(200);
    expect(textAt(setup, "otpauthUrl")).toContain(`secret=${textAt(setup, "secret")}`);
    expect(textAt(setup, "qrCode")).toMatch(/^data:image\/png;base64,/);
    expect(setup.data).not.toHaveProperty("qrSvg");
    expect((await api.get("mfa/status")).data).toEqual({ enabled: false, enabledAt: null, recoveryCodesLeft: 0 });

    const wrong = await api.post("mfa/enable", { code: "000000" });
    expect(wrong).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    expect(wrong.error?.fieldErrors?.code).toHaveLength(1);
    const code = await totpCode(test, textAt(setup, "secret"));
    expect((await api.post("mfa/enable", { code })).status).toBe(200);
    expect((await api.get("mfa/status")).data).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
    expect((await api.get("profile")).data).toMatchObject({ mfaEnabled: true });
  });

  it("409: never touches what is on, and enables nothing that was not set up", async () => {
    const { test, api } = await signedIn();
    const early = await api.post("mfa/enable", { code: "123456" });
    expect(early).toMatchObject({ status: 409, error: { code: "MFA_NOT_SET_UP" } });
    const secret = textAt(await api.post("mfa/setup"), "secret");
    await api.post("mfa/enable", { code: await totpCode(test, secret) });
    expect(await api.post("mfa/setup")).toMatchObject({ status: 409, error: { code: "MFA_ALREADY_ENABLED" } });
  });

  it("enables once, however many requests come at once", async () => {
    const { test, api, user } = await signedIn();
    const secret = textAt(await api.post("mfa/setup"), "secret");
    const code = await totpCode(test, secret);
    const answers = await atOnce(4, () => api.post("mfa/enable", { code }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await test.ctx.db.recoveryCode.count({ where: { userId: user.id } })).toBe(10);
  });

  it("403: needs a recent proof; step-up gives one", async () => {
    const { test, api } = await signedIn();
    test.clock.advance({ minutes: 11 });
    expect(await api.post("mfa/setup")).toMatchObject({ status: 403, error: { code: "STEP_UP_REQUIRED" } });
    expect((await api.post("step-up", { password: "wrong password" })).error?.code).toBe("INVALID_CREDENTIALS");
    const proven = await api.post("step-up", { password: testPassword });
    expect(proven.data).toEqual({ provenUntil: "2026-03-02T09:21:00.000Z" });
    expect((await api.post("mfa/setup")).status).toBe(200);
  });
});

describe("POST mfa/disable", () => {
  it("200: needs password and code together", async () => {
    const { test, api, user } = await signedIn({ mfa: true });
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    const wrongPassword = await api.post("mfa/disable", { currentPassword: "wrong password", code });
    expect(wrongPassword).toMatchObject({ status: 401, error: { code: "INVALID_CREDENTIALS" } });
    const wrongCode = await api.post("mfa/disable", { currentPassword: testPassword, code: "000000" });
    expect(wrongCode).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    expect((await api.post("mfa/disable", { code })).error?.code).toBe("VALIDATION_FAILED");
    expect((await api.post("mfa/disable", { currentPassword: testPassword, code })).status).toBe(200);
    expect((await api.get("mfa/status")).data).toEqual({ enabled: false, enabledAt: null, recoveryCodesLeft: 0 });
  });

  it("409: has nothing to turn off without MFA", async () => {
    const { api } = await signedIn();
    const refused = await api.post("mfa/disable", { currentPassword: testPassword, code: "123456" });
    expect(refused).toMatchObject({ status: 409, error: { code: "MFA_NOT_ENABLED" } });
  });
});

describe("POST mfa/recovery-codes", () => {
  it("200: replaces all codes; the old ones are dead", async () => {
    const { api, user } = await signedIn({ mfa: true });
    const replaced = await api.post("mfa/recovery-codes");
    expect(replaced.status).toBe(200);
    const fresh = textAt(replaced, "recoveryCodes.0");
    const { email, password } = user;
    const [old = ""] = user.recoveryCodes;
    expect((await api.post("login", { email, password, code: old })).status).toBe(401);
    expect((await api.post("login", { email, password, code: fresh.toLowerCase() })).status).toBe(200);
  });

  it("403 and 409: needs a recent proof, and MFA", async () => {
    const { test, api } = await signedIn({ mfa: true });
    test.clock.advance({ minutes: 11 });
    expect((await api.post("mfa/recovery-codes")).error?.code).toBe("STEP_UP_REQUIRED");
    const plain = await createUser(test);
    const other = api.another();
    await other.signIn(plain);
    expect((await other.post("mfa/recovery-codes")).error?.code).toBe("MFA_NOT_ENABLED");
  });
});

describe("POST step-up", () => {
  it("200: takes a code where MFA is on, and says so where it is off", async () => {
    const { test, api, user } = await signedIn({ mfa: true });
    test.clock.advance({ minutes: 11 });
    expect((await api.post("step-up", { code: "000000" })).error?.code).toBe("INVALID_MFA_CODE");
    expect((await api.post("step-up", { code: await totpCode(test, user.totpSecret) })).status).toBe(200);
    const plain = await createUser(test);
    const other = api.another();
    await other.signIn(plain);
    expect(await other.post("step-up", { code: "123456" })).toMatchObject({ status: 409 });
  });

  it("400: wants exactly one proof", async () => {
    const { api } = await signedIn();
    expect((await api.post("step-up", {})).error?.code).toBe("VALIDATION_FAILED");
    const both = await api.post("step-up", { password: testPassword, code: "123456" });
    expect(both.error?.code).toBe("VALIDATION_FAILED");
  });
});
