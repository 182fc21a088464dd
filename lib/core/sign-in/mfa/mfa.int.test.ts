import { describe, expect, it } from "vitest";
import { actorOf, createUser, renewedIn, signIn, type TestUser, totpCode } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { requestPasswordReset, resetPassword } from "../../accounts/password";
import { nativeAudience } from "../../sessions/audiences";
import { resolveSession } from "../../sessions/resolve-session";
import { logIn } from "../log-in";
import { verifyLoginMfa } from "../second-step";
import { disableMfa, enableMfa, readMfaStatus, setUpMfa } from "./mfa";
import { regenerateRecoveryCodes } from "./recovery-codes";

async function signedIn(options: { mfa?: boolean } = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const { actor, session } = await signIn(test, user);
  const fresh = () => actorOf(test, session);
  return { test, ctx: test.ctx, user, actor, session, fresh };
}

async function secondStep(test: TestContext, user: TestUser, code: string) {
  const outcome = expectOk(await logIn(test.ctx, { email: user.email, password: user.password }, nativeAudience));
  if (outcome.next !== "mfa") throw new Error("MFA is off");
  return verifyLoginMfa(test.ctx, { mfaTicket: outcome.mfaTicket, code }, nativeAudience);
}

describe("setting MFA up", () => {
  it("gives a secret of 160 bits, its link and pictures, and ten codes of 120 bits", async () => {
    const { ctx, user, actor } = await signedIn();
    const setup = expectOk(await setUpMfa(ctx, actor));
    expect(setup.secret).toMatch(/^[A-Z2-7]{32}$/);
    const link = new URL(setup.otpauthUrl);
    expect(link.protocol).toBe("otpauth:");
    expect(decodeURIComponent(link.pathname)).toContain(user.email);
    expect(link.searchParams.get("secret")).toBe(setup.secret);
    expect(link.searchParams.get("issuer")).toBe("Foyer");
    expect(setup.qrCode).toMatch(/^data:image\/png;base64,/);
    expect(setup.qrSvg).toMatch(/^<svg /);
    expect(new Set(setup.recoveryCodes).size).toBe(10);
    for (const code of setup.recoveryCodes) expect(code).toMatch(/^(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
  });

  it("turns nothing on by itself, and neither secret nor codes are stored in clear", async () => {
    const { ctx, user, actor } = await signedIn();
    const setup = expectOk(await setUpMfa(ctx, actor));
    expect(await readMfaStatus(ctx, actor)).toEqual({ enabled: false, enabledAt: null, recoveryCodesLeft: 0 });
    const outcome = expectOk(await logIn(ctx, { email: user.email, password: user.password }, nativeAudience));
    expect(outcome.next).toBe("session");
    const stored = JSON.stringify(await ctx.db.totpEnrolment.findUniqueOrThrow({ where: { userId: user.id } }));
    expect(stored).not.toContain(setup.secret);
    for (const code of setup.recoveryCodes) expect(stored).not.toContain(code.replaceAll("-", ""));
  });

  it("again replaces the pending secret: only the newest turns MFA on", async () => {
    const { test, ctx, actor } = await signedIn();
    const first = expectOk(await setUpMfa(ctx, actor));
    const second = expectOk(await setUpMfa(ctx, actor));
    expect(codeOf(await enableMfa(ctx, actor, { code: await totpCode(test, first.secret) }))).toBe("mfa_code_invalid");
    expect(codeOf(await enableMfa(ctx, actor, { code: await totpCode(test, second.secret) }))).toBe("ok");
  });

  it("needs a proof of the last ten minutes, or a stolen session could enrol its own authenticator", async () => {
    const { test, ctx, actor } = await signedIn();
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await setUpMfa(ctx, actor))).toBe("step_up_required");
  });

  it("never touches MFA that is on", async () => {
    const { ctx, user, actor } = await signedIn({ mfa: true });
    const before = await ctx.db.totpCredential.findUniqueOrThrow({ where: { userId: user.id } });
    expect(codeOf(await setUpMfa(ctx, actor))).toBe("mfa_already_enabled");
    expect(await ctx.db.totpCredential.findUniqueOrThrow({ where: { userId: user.id } })).toEqual(before);
  });
});

describe("turning MFA on", () => {
  it("takes a code of the secret, renews this session and ends the others", async () => {
    const { test, ctx, user, actor, session } = await signedIn();
    const elsewhere = await signIn(test, user);
    const setup = expectOk(await setUpMfa(ctx, actor));
    const code = await totpCode(test, setup.secret);
    const renewed = renewedIn(expectOk(await enableMfa(ctx, actor, { code })));

    expect(await readMfaStatus(ctx, await actorOf(test, renewed))).toMatchObject({
      enabled: true,
      recoveryCodesLeft: 10,
    });
    expect(await resolveSession(ctx, session.accessToken, nativeAudience)).toBeNull();
    expect(await resolveSession(ctx, elsewhere.session.accessToken, nativeAudience)).toBeNull();
    expect(await test.mails.templatesTo(user.email)).toEqual(["mfa-enabled"]);
  });

  it("spends the code that did it: it signs nobody in and turns nothing off", async () => {
    const { test, ctx, user, actor } = await signedIn();
    const setup = expectOk(await setUpMfa(ctx, actor));
    const code = await totpCode(test, setup.secret);
    const renewed = await actorOf(test, renewedIn(expectOk(await enableMfa(ctx, actor, { code }))));
    expect(codeOf(await secondStep(test, user, code))).toBe("login_code_invalid");
    const proof = { currentPassword: user.password, code };
    expect(codeOf(await disableMfa(ctx, renewed, proof))).toBe("mfa_code_invalid");
    const next = await totpCode(test, setup.secret, 1);
    expect(codeOf(await secondStep(test, user, next))).toBe("ok");
  });

  it("happens once of ten at the same moment", async () => {
    const { test, ctx, user, actor } = await signedIn();
    const setup = expectOk(await setUpMfa(ctx, actor));
    const code = await totpCode(test, setup.secret);
    const results = await atOnce(10, () => enableMfa(ctx, actor, { code }));
    expect(tally(results).ok).toBe(1);
    expect(await ctx.db.recoveryCode.count({ where: { userId: user.id } })).toBe(10);
    expect(await test.mails.templatesTo(user.email)).toEqual(["mfa-enabled"]);
  });

  it("with a wrong code leaves it off and no recovery code active", async () => {
    const { ctx, user, actor } = await signedIn();
    expectOk(await setUpMfa(ctx, actor));
    expect(codeOf(await enableMfa(ctx, actor, { code: "000000" }))).toBe("mfa_code_invalid");
    expect(await ctx.db.recoveryCode.count({ where: { userId: user.id } })).toBe(0);
    expect(await ctx.db.totpCredential.count()).toBe(0);
  });

  it("must happen within 15 minutes of the set-up", async () => {
    const { test, ctx, actor } = await signedIn();
    const setup = expectOk(await setUpMfa(ctx, actor));
    test.clock.advance({ minutes: 15 });
    expect(codeOf(await enableMfa(ctx, actor, { code: await totpCode(test, setup.secret) }))).toBe("mfa_not_set_up");
  });

  it("is nobody else's business: another account cannot use the pending secret", async () => {
    const { test, ctx, actor } = await signedIn();
    const setup = expectOk(await setUpMfa(ctx, actor));
    const stranger = await signIn(test, await createUser(test));
    const code = await totpCode(test, setup.secret);
    expect(codeOf(await enableMfa(ctx, stranger.actor, { code }))).toBe("mfa_not_set_up");
  });

  it("is paused after five wrong codes", async () => {
    const { test, ctx, actor } = await signedIn();
    const setup = expectOk(await setUpMfa(ctx, actor));
    for (let time = 0; time < 5; time += 1) await enableMfa(ctx, actor, { code: "000000" });
    expect(codeOf(await enableMfa(ctx, actor, { code: await totpCode(test, setup.secret) }))).toBe("rate_limited");
  });
});

describe("turning MFA off", () => {
  it("takes password and code together, kills the recovery codes, renews this session and ends the others", async () => {
    const { test, ctx, user, actor, session } = await signedIn({ mfa: true });
    test.clock.advance({ seconds: 30 });
    const elsewhere = await signIn(test, user);
    test.clock.advance({ seconds: 30 });
    const proof = { currentPassword: user.password, code: await totpCode(test, user.totpSecret) };
    const renewed = renewedIn(expectOk(await disableMfa(ctx, actor, proof)));

    expect(await readMfaStatus(ctx, await actorOf(test, renewed))).toEqual({
      enabled: false,
      enabledAt: null,
      recoveryCodesLeft: 0,
    });
    expect(await resolveSession(ctx, session.accessToken, nativeAudience)).toBeNull();
    expect(await resolveSession(ctx, elsewhere.session.accessToken, nativeAudience)).toBeNull();
    expect(await test.mails.templatesTo(user.email)).toEqual(["mfa-disabled"]);
  });

  it("is refused with only one of the two right, and counted", async () => {
    const { test, ctx, user, actor } = await signedIn({ mfa: true });
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    expect(codeOf(await disableMfa(ctx, actor, { currentPassword: "wrong password", code }))).toBe(
      "invalid_credentials",
    );
    expect(codeOf(await disableMfa(ctx, actor, { currentPassword: user.password, code: "000000" }))).toBe(
      "mfa_code_invalid",
    );
    expect(await ctx.db.totpCredential.count()).toBe(1);
    expect(await ctx.db.auditEvent.count({ where: { subjectId: user.id, action: "attempt.failed" } })).toBe(2);
    expect(
      codeOf(await disableMfa(ctx, actor, { currentPassword: user.password, code })),
      "the code was not spent",
    ).toBe("ok");
  });

  it("happens once of ten at the same moment, with a TOTP or a recovery code", async () => {
    for (const kind of ["totp", "recovery"]) {
      const { test, ctx, user, actor } = await signedIn({ mfa: true });
      test.clock.advance({ seconds: 30 });
      const code = kind === "totp" ? await totpCode(test, user.totpSecret) : (user.recoveryCodes[0] ?? "");
      const results = await atOnce(4, () => disableMfa(ctx, actor, { currentPassword: user.password, code }));
      expect(tally(results).ok).toBe(1);
    }
  });

  it("and on again gives new codes: the old authenticator and the old recovery codes are refused", async () => {
    const { test, ctx, user, actor } = await signedIn({ mfa: true });
    test.clock.advance({ seconds: 30 });
    const proof = { currentPassword: user.password, code: await totpCode(test, user.totpSecret) };
    const renewed = await actorOf(test, renewedIn(expectOk(await disableMfa(ctx, actor, proof))));
    const setup = expectOk(await setUpMfa(ctx, renewed));
    expectOk(await enableMfa(ctx, renewed, { code: await totpCode(test, setup.secret) }));
    test.clock.advance({ minutes: 1 });
    expect(codeOf(await secondStep(test, user, await totpCode(test, user.totpSecret)))).toBe("login_code_invalid");
    expect(codeOf(await secondStep(test, user, user.recoveryCodes[5] ?? ""))).toBe("login_code_invalid");
    expect(codeOf(await secondStep(test, user, setup.recoveryCodes[0] ?? ""))).toBe("ok");
  });

  it("is not possible while it is off", async () => {
    const { ctx, user, actor } = await signedIn();
    const proof = { currentPassword: user.password, code: "123456" };
    expect(codeOf(await disableMfa(ctx, actor, proof))).toBe("mfa_not_enabled");
  });
});

describe("new recovery codes", () => {
  it("replace the old ones at once, and the owner is told", async () => {
    const { test, ctx, user, actor } = await signedIn({ mfa: true });
    const { recoveryCodes } = expectOk(await regenerateRecoveryCodes(ctx, actor, {}));
    expect(codeOf(await secondStep(test, user, user.recoveryCodes[0] ?? ""))).toBe("login_code_invalid");
    expect(codeOf(await secondStep(test, user, recoveryCodes[0] ?? ""))).toBe("ok");
    expect(await test.mails.templatesTo(user.email)).toContain("recovery-codes-regenerated");
  });

  it("asked for ten times at once leave ten working codes of one asking", async () => {
    const { ctx, user, actor } = await signedIn({ mfa: true });
    await atOnce(10, () => regenerateRecoveryCodes(ctx, actor, {}));
    expect(await ctx.db.recoveryCode.count({ where: { userId: user.id } })).toBe(10);
  });
});

it("survives a password reset: the next sign-in still asks for the second factor", async () => {
  const { test, ctx, user } = await signedIn({ mfa: true });
  expectOk(await requestPasswordReset(ctx, { email: user.email }));
  await test.runJobs();
  const token = await test.mails.lastToken(user.email, "password-reset");
  expectOk(await resetPassword(ctx, { token, password: "another good secret" }));
  const outcome = expectOk(await logIn(ctx, { email: user.email, password: "another good secret" }, nativeAudience));
  expect(outcome.next).toBe("mfa");
});
