import { describe, expect, it } from "vitest";
import { createUser, emailOf, signIn, strangeToken, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../sessions/audiences";
import { refreshSession } from "../sessions/refresh-session";
import { resolveSession } from "../sessions/resolve-session";
import { logIn } from "../sign-in/log-in";
import { verifyLoginMfa } from "../sign-in/second-step";
import { changeEmail, confirmEmailChange } from "./email-change";
import { inspectToken } from "./inspect-token";
import { requestPasswordReset, resetPassword } from "./password";

const newPassword = "another good secret";

async function asked(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const ask = async () => {
    expectOk(await requestPasswordReset(test.ctx, { email: user.email }));
    await test.runJobs();
    return test.mails.lastToken(user.email, "password-reset");
  };
  const token = await ask();
  const logInWith = async (password: string) =>
    codeOf(await logIn(test.ctx, { email: user.email, password }, nativeAudience));
  return { test, ctx: test.ctx, user, token, ask, logInWith };
}

describe("a password reset", () => {
  it("sets the new password, ends every session of every API and signs nobody in", async () => {
    const { test, ctx, user, token, logInWith } = await asked();
    const here = await signIn(test, user);
    const there = await signIn(test, user, "other");
    expectOk(await resetPassword(ctx, { token, password: newPassword }));

    expect(await resolveSession(ctx, here.session.accessToken, nativeAudience)).toBeNull();
    expect(await resolveSession(ctx, there.session.accessToken, "other")).toBeNull();
    expect(codeOf(await refreshSession(ctx, here.session.refreshToken, nativeAudience))).toBe("refresh_token_invalid");
    expect(await ctx.db.session.count({ where: { revokedAt: null } })).toBe(0);
    expect(await logInWith(user.password)).toBe("invalid_credentials");
    expect(await logInWith(newPassword)).toBe("ok");
    expect(await test.mails.last(user.email, "password-changed")).toMatchObject({ how: "reset" });
  });

  it("one reset token used twenty times at once sets one password, and exactly that one works", async () => {
    const { ctx, token, logInWith } = await asked();
    const results = await atOnce(20, (index) => resetPassword(ctx, { token, password: `good secret ${index}` }));
    expect(tally(results)).toEqual({ ok: 1, token_invalid: 19 });
    const winner = results.findIndex((result) => result.ok);
    expect(await logInWith(`good secret ${winner}`)).toBe("ok");
    expect(await logInWith(`good secret ${(winner + 1) % 20}`)).toBe("invalid_credentials");
  });

  it("is not possible with the link twice, nor with an older link", async () => {
    const { ctx, token, ask } = await asked();
    const newest = await ask();
    expect(codeOf(await resetPassword(ctx, { token, password: newPassword }))).toBe("token_invalid");
    expect(codeOf(await resetPassword(ctx, { token: newest, password: newPassword }))).toBe("ok");
    expect(codeOf(await resetPassword(ctx, { token: newest, password: newPassword }))).toBe("token_invalid");
  });

  it("is possible for an hour to the second", async () => {
    const { test, ctx, token, ask } = await asked();
    test.clock.advance({ hours: 1 });
    expect(codeOf(await resetPassword(ctx, { token, password: newPassword }))).toBe("token_invalid");
    expect(await inspectToken(ctx, "PASSWORD_RESET", token)).toMatchObject({ state: "expired" });
    const fresh = await ask();
    test.clock.advance({ hours: 1, seconds: -1 });
    expect(codeOf(await resetPassword(ctx, { token: fresh, password: newPassword }))).toBe("ok");
  });

  it("with a password that anybody would guess is refused, and the link goes on working", async () => {
    const { ctx, user, token } = await asked();
    for (const password of ["password1", user.email, "blueharbour"]) {
      expect(codeOf(await resetPassword(ctx, { token, password }))).toBe("password_rejected");
    }
    expect(codeOf(await resetPassword(ctx, { token, password: newPassword }))).toBe("ok");
  });

  it.each([strangeToken(), "", "x", "\u0000"])("is refused for %j", async (token) => {
    const { ctx } = await asked();
    expect(codeOf(await resetPassword(ctx, { token, password: newPassword }))).toBe("token_invalid");
  });

  it("kills unfinished sign-ins and e-mail changes under way", async () => {
    const { test, ctx, user, token } = await asked({ mfa: true });
    const { actor } = await signIn(test, user);
    const newEmail = uniqueEmail("next");
    expectOk(await changeEmail(ctx, actor, { newEmail, currentPassword: user.password }));
    const change = await test.mails.lastToken(newEmail, "email-change-confirm");
    const half = expectOk(await logIn(ctx, { email: user.email, password: user.password }, nativeAudience));
    const reset = await inspectToken(ctx, "PASSWORD_RESET", token);
    expect(reset.state, "a change of address withdraws reset links").toBe("expired");

    expectOk(await requestPasswordReset(ctx, { email: user.email }));
    await test.runJobs();
    const fresh = await test.mails.lastToken(user.email, "password-reset");
    expectOk(await resetPassword(ctx, { token: fresh, password: newPassword }));
    expect(codeOf(await confirmEmailChange(ctx, { token: change }))).toBe("token_invalid");
    const code = user.recoveryCodes[0] ?? "";
    const mfaTicket = half.next === "mfa" ? half.mfaTicket : "";
    expect(codeOf(await verifyLoginMfa(ctx, { mfaTicket, code }, nativeAudience))).toBe("mfa_ticket_invalid");
  });

  it("proves the mailbox: an unverified address counts as verified, a paused account starts afresh", async () => {
    const { ctx, user, token, logInWith } = await asked({ isVerified: false });
    for (let time = 0; time < 6; time += 1) await logInWith("wrong password");
    expectOk(await resetPassword(ctx, { token, password: newPassword }));
    expect(await logInWith(newPassword)).toBe("ok");
    expect((await ctx.db.user.findUniqueOrThrow({ where: { id: user.id } })).emailVerifiedAt).not.toBeNull();
  });

  it("does not wake a deactivated account", async () => {
    const { test, ctx, user, token } = await asked();
    await ctx.db.user.update({ where: { id: user.id }, data: { deactivatedAt: test.clock.now() } });
    expect(codeOf(await resetPassword(ctx, { token, password: newPassword }))).toBe("token_invalid");
  });

  it("leaves nothing when its mail cannot be queued", async () => {
    const { ctx, token, logInWith, user } = await asked();
    const broken = { ...ctx, mailer: { enqueue: () => Promise.reject(new Error("no queue")) } };
    await expect(resetPassword(broken, { token, password: newPassword })).rejects.toThrow("no queue");
    expect(await logInWith(user.password)).toBe("ok");
    expect(codeOf(await resetPassword(ctx, { token, password: newPassword }))).toBe("ok");
  });
});

describe("a sign-in that races with a reset", () => {
  it("with the old password never outlives the reset", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { ctx, user, token } = await asked();
      const [login] = await Promise.all([
        logIn(ctx, { email: user.email, password: user.password }, nativeAudience),
        resetPassword(ctx, { token, password: newPassword }),
      ]);
      if (!login.ok || login.value.next !== "session") continue;
      expect(await resolveSession(ctx, login.value.session.accessToken, nativeAudience)).toBeNull();
    }
  });
});

describe("asking for a reset", () => {
  it("answers alike for every address; only an active account gets a mail, at the address on file", async () => {
    const test = await testContext();
    const active = await createUser(test, { email: emailOf("mike@company.example") });
    const deactivated = await createUser(test, { isDeactivated: true });
    const emails = [active.email, deactivated.email, uniqueEmail(), emailOf("mike@company.example.evil.example")];
    for (const email of emails) {
      expect(await requestPasswordReset(test.ctx, { email })).toEqual({ ok: true, value: undefined });
    }
    await test.runJobs();
    expect((await test.mails.all()).map(({ to }) => to)).toEqual([active.email]);
  });

  it("does the same work for a known and an unknown address before it answers", async () => {
    const test = await testContext();
    const user = await createUser(test);
    expectOk(await requestPasswordReset(test.ctx, { email: user.email }));
    expect(await test.mails.all(), "whether there is an account is looked up by the job").toEqual([]);
  });

  it("links to APP_URL whatever the request said, and names where it came from", async () => {
    const test = await testContext({ config: { appUrl: "https://foyer.example" }, request: { ip: "198.51.100.9" } });
    const user = await createUser(test);
    expectOk(await requestPasswordReset(test.ctx, { email: user.email }));
    await test.runJobs();
    const mail = await test.mails.last(user.email, "password-reset");
    expect(mail.url).toMatch(/^https:\/\/foyer\.example\/reset-password\?token=/);
    expect(mail.origin).toMatchObject({ ip: "198.51.100.9", at: test.clock.now() });
  });

  it("mails at most three in an hour", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test);
    for (let time = 0; time < 6; time += 1) {
      expectOk(await requestPasswordReset(test.ctx, { email: user.email }));
      await test.runJobs();
    }
    expect(await test.mails.templatesTo(user.email)).toHaveLength(3);
  });
});
