import { beforeEach, describe, expect, it } from "vitest";
import { createUser, type TestUser, testPassword, totpCode } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

let test: TestContext;
let api: NativeClient;
let user: TestUser;

async function signedIn(options: { mfa?: boolean } = {}): Promise<void> {
  test = await testContext();
  api = new NativeClient(test);
  user = await createUser(test, options);
  await api.signIn(user);
}

const isOn = async () => (await api.get("mfa/status")).data;
const failed = () => test.ctx.db.auditEvent.count({ where: { subjectId: user.id, action: "attempt.failed" } });
const logIn = (code?: string) =>
  api.another().post("login", { email: user.email, password: user.password, ...(code ? { code } : {}) });

async function turnOn(): Promise<{ secret: string; recoveryCode: string }> {
  const setup = await api.post("mfa/setup");
  const secret = textAt(setup, "secret");
  expect((await api.post("mfa/enable", { code: await totpCode(test, secret) })).status).toBe(200);
  return { secret, recoveryCode: textAt(setup, "recoveryCodes.0") };
}

describe("setting up", () => {
  beforeEach(() => signedIn());

  it("keeps only the newest secret of a setup, for fifteen minutes", async () => {
    const first = textAt(await api.post("mfa/setup"), "secret");
    const second = textAt(await api.post("mfa/setup"), "secret");
    const old = await api.post("mfa/enable", { code: await totpCode(test, first) });
    expect(old).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    test.clock.advance({ minutes: 15 });
    await api.post("refresh-token");
    const late = await api.post("mfa/enable", { code: await totpCode(test, second) });
    expect(late).toMatchObject({ status: 409, error: { code: "MFA_NOT_SET_UP" } });
    await api.post("step-up", { password: testPassword });
    const third = textAt(await api.post("mfa/setup"), "secret");
    expect((await api.post("mfa/enable", { code: await totpCode(test, third) })).status).toBe(200);
  });

  it("rejects a setup while 2FA is on", async () => {
    const { secret } = await turnOn();
    expect(await api.post("mfa/setup")).toMatchObject({ status: 409, error: { code: "MFA_ALREADY_ENABLED" } });
    test.clock.advance({ seconds: 30 });
    expect((await logIn(await totpCode(test, secret))).status).toBe(200);
  });

  it("asks for step-up when it is older than ten minutes, to set up or turn off 2FA", async () => {
    test.clock.advance({ minutes: 10 });
    expect(await api.post("mfa/setup")).toMatchObject({ status: 403, error: { code: "STEP_UP_REQUIRED" } });
    expect(await test.ctx.db.totpEnrolment.count()).toBe(0);
    await api.post("step-up", { password: testPassword });
    const { recoveryCode } = await turnOn();
    test.clock.advance({ minutes: 10 });
    await api.post("refresh-token");
    for (const half of [{ code: recoveryCode }, { currentPassword: testPassword }]) {
      expect((await api.post("mfa/disable", half)).status).toBe(400);
    }
    expect(await isOn()).toMatchObject({ enabled: true });
  });

  it("lets only the same account finish a setup", async () => {
    const secret = textAt(await api.post("mfa/setup"), "secret");
    await api.post("logout");
    const other = await createUser(test);
    await api.signIn(other);
    const stolen = await api.post("mfa/enable", { code: await totpCode(test, secret) });
    expect(stolen).toMatchObject({ status: 409, error: { code: "MFA_NOT_SET_UP" } });
    expect(await test.ctx.db.totpCredential.count()).toBe(0);
  });

  it("keeps 2FA off and recovery codes unusable after a wrong code", async () => {
    const setup = await api.post("mfa/setup");
    const wrong = await api.post("mfa/enable", { code: "000000" });
    expect(wrong).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    expect(await isOn()).toEqual({ enabled: false, enabledAt: null, recoveryCodesLeft: 0 });
    expect(await test.ctx.db.recoveryCode.count()).toBe(0);
    expect((await api.post("step-up", { code: textAt(setup, "recoveryCodes.0") })).status).toBe(409);
    expect((await logIn()).data).toMatchObject({ user: { mfaEnabled: false } });
  });

  it("rejects the code that turned 2FA on for sign-in and for turning it off", async () => {
    const secret = textAt(await api.post("mfa/setup"), "secret");
    const code = await totpCode(test, secret);
    await api.post("mfa/enable", { code });
    expect(await logIn(code)).toMatchObject({ status: 401, error: { code: "INVALID_MFA_CODE" }, setCookies: [] });
    const mfaTicket = textAt(await logIn(), "mfaTicket");
    expect((await api.another().post("login/mfa-verify", { mfaTicket, code })).error?.code).toBe("INVALID_MFA_CODE");
    expect((await api.post("mfa/disable", { currentPassword: testPassword, code })).status).toBe(400);
    expect((await api.post("step-up", { code })).error?.code).toBe("INVALID_MFA_CODE");
  });
});

describe("turning off", () => {
  beforeEach(() => signedIn({ mfa: true }));

  it("rejects the code that signed in for turning 2FA off", async () => {
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    const mfaTicket = textAt(await logIn(), "mfaTicket");
    expect((await api.post("login/mfa-verify", { mfaTicket, code })).status).toBe(200);
    const replayed = await api.post("mfa/disable", { currentPassword: testPassword, code });
    expect(replayed).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    expect(await isOn()).toMatchObject({ enabled: true });
  });

  it("needs both factors to turn 2FA off, and counts wrong ones", async () => {
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    const halves = [
      { currentPassword: "wrong password", code },
      { currentPassword: testPassword, code: "000000" },
      { currentPassword: "wrong password", code: "000000" },
    ];
    const answers = [];
    for (const half of halves) {
      const { status, error } = await api.post("mfa/disable", half);
      answers.push(`${status} ${error?.code}`);
    }
    expect(answers).toEqual(["401 INVALID_CREDENTIALS", "400 INVALID_MFA_CODE", "401 INVALID_CREDENTIALS"]);
    expect(await failed()).toBe(3);
    expect(await isOn()).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
    expect((await api.post("mfa/disable", { currentPassword: testPassword, code })).status).toBe(200);
  });

  it("pauses turning 2FA off after five guesses, for the right code too", async () => {
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    for (let guess = 0; guess < 5; guess += 1)
      await api.post("mfa/disable", { currentPassword: testPassword, code: `00000${guess}` });
    const paused = await api.post("mfa/disable", { currentPassword: testPassword, code });
    expect(paused).toMatchObject({ status: 429, error: { code: "RATE_LIMITED" } });
    expect(await isOn()).toMatchObject({ enabled: true });
  });

  it("ends recovery codes when 2FA is turned off, and rejects old codes when it's on again", async () => {
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    expect((await api.post("mfa/disable", { currentPassword: testPassword, code })).status).toBe(200);
    expect(await test.ctx.db.recoveryCode.count()).toBe(0);
    expect((await logIn()).data).toMatchObject({ user: { mfaEnabled: false } });
    const { secret, recoveryCode } = await turnOn();
    expect(secret).not.toBe(user.totpSecret);
    test.clock.advance({ minutes: 1 });
    for (const old of [await totpCode(test, user.totpSecret), user.recoveryCodes[0]]) {
      expect(await logIn(old)).toMatchObject({ status: 401, error: { code: "INVALID_MFA_CODE" } });
    }
    expect((await logIn(recoveryCode)).status).toBe(200);
    expect((await logIn(await totpCode(test, secret))).status).toBe(200);
  });

  it("keeps 2FA on after a password reset", async () => {
    await api.post("request-password-reset", { email: user.email });
    await test.runJobs();
    const token = await test.mails.lastToken(user.email, "password-reset");
    const password = "NewSecurePass1";
    expect(await api.post("reset-password", { token, password })).toMatchObject({ status: 200, setCookies: [] });
    const next = await api.another().post("login", { email: user.email, password });
    expect(next).toMatchObject({ status: 200, data: { requiresMfa: true }, setCookies: [] });
  });
});

it("encrypts secrets so that they can't be read without the key or used in another account's row", async () => {
  await signedIn({ mfa: true });
  test.log.expectProblems();
  const other = await createUser(test, { mfa: true });
  const { sealedSecret } = await test.ctx.db.totpCredential.findUniqueOrThrow({ where: { userId: other.id } });
  const bytes = sealedSecret.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
  for (const text of [sealedSecret, ...bytes]) expect(text).not.toContain(other.totpSecret);
  await test.ctx.db.totpCredential.update({ where: { userId: user.id }, data: { sealedSecret } });
  for (const secret of [other.totpSecret, user.totpSecret]) {
    const answer = await logIn(await totpCode(test, secret, 1));
    expect(answer).toMatchObject({ status: 401, error: { code: "INVALID_MFA_CODE" }, setCookies: [] });
  }
  expect(test.log.problems).toMatchObject([{ level: "error", fields: { userId: user.id } }, { level: "error" }]);
  expect(test.log.lines.join()).not.toContain(other.totpSecret);
  expect((await logIn(user.recoveryCodes[0])).status).toBe(200);
});
