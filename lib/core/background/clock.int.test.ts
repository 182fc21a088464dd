import { describe, expect, it } from "vitest";
import { createUser, signIn, type TestUser, totpCode } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { requestPasswordReset, resetPassword } from "../accounts/password";
import { nativeAudience } from "../sessions/audiences";
import { refreshSession } from "../sessions/refresh-session";
import { resolveSession } from "../sessions/resolve-session";
import { logOut } from "../sessions/sessions";
import { logIn } from "../sign-in/log-in";

async function logInWith(test: TestContext, user: TestUser, code: string): Promise<string> {
  const outcome = await logIn(test.ctx, { email: user.email, password: user.password, code }, nativeAudience);
  return outcome.ok ? outcome.value.next : codeOf(outcome);
}

async function mailedResetToken(test: TestContext, user: TestUser): Promise<string> {
  await requestPasswordReset(test.ctx, user);
  await test.runJobs();
  return test.mails.lastToken(user.email, "password-reset");
}

describe("a TOTP code", () => {
  it("is accepted once for the previous, present and next step, in this order", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const codes = new Map<number, string>();
    for (const steps of [-2, -1, 0, 1, 2]) codes.set(steps, await totpCode(test, user.totpSecret, steps));
    const use = (steps: number) => logInWith(test, user, codes.get(steps) ?? "");
    expect([await use(-2), await use(2)]).toEqual(["login_code_invalid", "login_code_invalid"]);
    expect([await use(-1), await use(0)]).toEqual(["session", "session"]);
    expect([await use(1), await use(0), await use(1)]).toEqual(["session", "login_code_invalid", "login_code_invalid"]);
  });

  it.each([
    [20, true],
    [-20, true],
    [300, false],
    [-300, false],
  ])("with a clock difference of %i s is accepted: %s", async (seconds, isGood) => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const code = await totpCode(test, user.totpSecret);
    test.clock.advance({ seconds });
    expect(await logInWith(test, user, code)).toBe(isGood ? "session" : "login_code_invalid");
  });

  it.each([30, 3_600, 86_400])("can't be used again after the clock steps %i s and back", async (seconds) => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const used = await totpCode(test, user.totpSecret);
    expect(await logInWith(test, user, used)).toBe("session");
    for (const step of [-seconds, 2 * seconds, -seconds]) {
      test.clock.advance({ seconds: step });
      expect(await logInWith(test, user, used)).toBe("login_code_invalid");
    }
  });
});

describe("a refresh token", () => {
  it("expires after 8 idle days", async () => {
    const test = await testContext();
    const { session } = await signIn(test, await createUser(test));
    test.clock.advance({ days: 8 });
    expect(codeOf(await refreshSession(test.ctx, session.refreshToken, nativeAudience))).toBe("refresh_token_invalid");
  });

  it("expires after 31 days, also when it was rotated", async () => {
    const test = await testContext();
    let { session } = await signIn(test, await createUser(test));
    for (let day = 1; day < 30; day += 1) {
      test.clock.advance({ days: 1 });
      session = expectOk(await refreshSession(test.ctx, session.refreshToken, nativeAudience)).session;
    }
    test.clock.advance({ days: 1, seconds: 1 });
    expect(codeOf(await refreshSession(test.ctx, session.refreshToken, nativeAudience))).toBe("refresh_token_invalid");
    expect(await resolveSession(test.ctx, session.accessToken, nativeAudience)).toBeNull();
  });
});

describe("a clock that jumps", () => {
  it.each([{ hours: 1 }, { days: 1 }])(
    "%j ahead ends only sessions and links that have expired by then",
    async (jump) => {
      const test = await testContext();
      const user = await createUser(test);
      const { session } = await signIn(test, user);
      const token = await mailedResetToken(test, user);
      test.clock.advance(jump);
      expect(await resolveSession(test.ctx, session.accessToken, nativeAudience)).toBeNull();
      expect(codeOf(await resetPassword(test.ctx, { token, password: "another fine password" }))).toBe("token_invalid");
      expectOk(await refreshSession(test.ctx, session.refreshToken, nativeAudience));
    },
  );

  it.each([{ hours: -1 }, { days: -1 }])("%j back revives nothing that was used, revoked or replaced", async (jump) => {
    const test = await testContext();
    const user = await createUser(test);
    const [loggedOut, rotated] = [await signIn(test, user), await signIn(test, user)];
    await logOut(test.ctx, loggedOut.session, nativeAudience);
    const child = expectOk(await refreshSession(test.ctx, rotated.session.refreshToken, nativeAudience)).session;
    expectOk(await refreshSession(test.ctx, child.refreshToken, nativeAudience));
    const [voided, spent] = [await mailedResetToken(test, user), await mailedResetToken(test, user)];
    test.clock.advance(jump);
    // Counts as theft, even within one generation's grace period.
    expect(codeOf(await refreshSession(test.ctx, rotated.session.refreshToken, nativeAudience))).toBe(
      "refresh_token_reused",
    );
    expectOk(await resetPassword(test.ctx, { token: spent, password: "another fine password" }));
    for (const token of [spent, voided]) {
      expect(codeOf(await resetPassword(test.ctx, { token, password: "yet another password" }))).toBe("token_invalid");
    }
    for (const { session } of [loggedOut, rotated]) {
      expect(await resolveSession(test.ctx, session.accessToken, nativeAudience)).toBeNull();
      expect(codeOf(await refreshSession(test.ctx, session.refreshToken, nativeAudience))).toBe(
        "refresh_token_invalid",
      );
    }
  });
});
