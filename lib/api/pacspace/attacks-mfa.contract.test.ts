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

/** Turns it on over HTTP; the present code is spent by that. */
async function turnOn(): Promise<{ secret: string; recoveryCode: string }> {
  const setup = await api.post("mfa/setup");
  const secret = textAt(setup, "secret");
  expect((await api.post("mfa/enable", { code: await totpCode(test, secret) })).status).toBe(200);
  return { secret, recoveryCode: textAt(setup, "recoveryCodes.0") };
}

describe("setting up", () => {
  beforeEach(() => signedIn());

  it("attack 56: setting up again leaves only the newest secret, which waits for fifteen minutes", async () => {
    const first = textAt(await api.post("mfa/setup"), "secret");
    const second = textAt(await api.post("mfa/setup"), "secret");
    const old = await api.post("mfa/enable", { code: await totpCode(test, first) });
    expect(old).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    test.clock.advance({ minutes: 15 });
    // The access token has ended as well by then.
    await api.post("refresh-token");
    const late = await api.post("mfa/enable", { code: await totpCode(test, second) });
    expect(late).toMatchObject({ status: 409, error: { code: "MFA_NOT_SET_UP" } });
    await api.post("step-up", { password: testPassword });
    const third = textAt(await api.post("mfa/setup"), "secret");
    expect((await api.post("mfa/enable", { code: await totpCode(test, third) })).status).toBe(200);
  });

  it("attack 56: setting up over MFA that is on changes nothing of it", async () => {
    const { secret } = await turnOn();
    expect(await api.post("mfa/setup")).toMatchObject({ status: 409, error: { code: "MFA_ALREADY_ENABLED" } });
    test.clock.advance({ seconds: 30 });
    expect((await logIn(await totpCode(test, secret))).status).toBe(200);
  });

  it("attack 56: setting up or turning off on a proof older than ten minutes asks for a new one", async () => {
    test.clock.advance({ minutes: 10 });
    expect(await api.post("mfa/setup")).toMatchObject({ status: 403, error: { code: "STEP_UP_REQUIRED" } });
    expect(await test.ctx.db.totpEnrolment.count()).toBe(0);
    await api.post("step-up", { password: testPassword });
    const { recoveryCode } = await turnOn();
    test.clock.advance({ minutes: 10 });
    await api.post("refresh-token");
    // Both factors come with the request here; one alone is not enough.
    for (const half of [{ code: recoveryCode }, { currentPassword: testPassword }]) {
      expect((await api.post("mfa/disable", half)).status).toBe(400);
    }
    expect(await isOn()).toMatchObject({ enabled: true });
  });

  it("attack 57: a set-up is nobody else's to finish, not in the browser that it was begun in either", async () => {
    const secret = textAt(await api.post("mfa/setup"), "secret");
    await api.post("logout");
    const other = await createUser(test);
    await api.signIn(other);
    const stolen = await api.post("mfa/enable", { code: await totpCode(test, secret) });
    expect(stolen).toMatchObject({ status: 409, error: { code: "MFA_NOT_SET_UP" } });
    expect(await test.ctx.db.totpCredential.count()).toBe(0);
  });

  it("attack 58: a wrong code leaves MFA off and no recovery code of any use", async () => {
    const setup = await api.post("mfa/setup");
    const wrong = await api.post("mfa/enable", { code: "000000" });
    expect(wrong).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    expect(await isOn()).toEqual({ enabled: false, enabledAt: null, recoveryCodesLeft: 0 });
    expect(await test.ctx.db.recoveryCode.count()).toBe(0);
    expect((await api.post("step-up", { code: textAt(setup, "recoveryCodes.0") })).status).toBe(409);
    expect((await logIn()).data).toMatchObject({ user: { mfaEnabled: false } });
  });

  it("attack 47: the code that turned MFA on is spent: it signs nobody in and turns nothing off", async () => {
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

  it("attack 47: turning MFA off refuses the code that has signed in", async () => {
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    const mfaTicket = textAt(await logIn(), "mfaTicket");
    expect((await api.post("login/mfa-verify", { mfaTicket, code })).status).toBe(200);
    const replayed = await api.post("mfa/disable", { currentPassword: testPassword, code });
    expect(replayed).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    expect(await isOn()).toMatchObject({ enabled: true });
  });

  it("attack 59: turning MFA off takes both factors: with one or both wrong it counts, stays on and spends nothing", async () => {
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
    // Nothing is said of the code before the password is right.
    expect(answers).toEqual(["401 INVALID_CREDENTIALS", "400 INVALID_MFA_CODE", "401 INVALID_CREDENTIALS"]);
    expect(await failed()).toBe(3);
    expect(await isOn()).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
    expect((await api.post("mfa/disable", { currentPassword: testPassword, code })).status).toBe(200);
  });

  it("attack 59: turning MFA off is guessed at five times, then pauses even for what is right", async () => {
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    for (let guess = 0; guess < 5; guess += 1)
      await api.post("mfa/disable", { currentPassword: testPassword, code: `00000${guess}` });
    const paused = await api.post("mfa/disable", { currentPassword: testPassword, code });
    expect(paused).toMatchObject({ status: 429, error: { code: "RATE_LIMITED" } });
    expect(await isOn()).toMatchObject({ enabled: true });
  });

  it("attack 61: turning MFA off kills the recovery codes; on again, the old authenticator and codes are refused", async () => {
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

  it("attack 63: turning MFA off is not what a password reset does: the next sign-in still asks for the code", async () => {
    await api.post("request-password-reset", { email: user.email });
    await test.runJobs();
    const token = await test.mails.lastToken(user.email, "password-reset");
    const password = "NewSecurePass1";
    expect(await api.post("reset-password", { token, password })).toMatchObject({ status: 200, setCookies: [] });
    const next = await api.another().post("login", { email: user.email, password });
    expect(next).toMatchObject({ status: 200, data: { requiresMfa: true }, setCookies: [] });
  });
});

it("attack 62: a sealed secret says nothing without the key, and opens nothing in another account's row", async () => {
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
