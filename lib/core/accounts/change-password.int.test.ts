import { describe, expect, it } from "vitest";
import { actorOf, createUser, renewedIn, signIn, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { isRecentlyProven } from "../kernel/actors";
import { nativeAudience } from "../sessions/audiences";
import { resolveSession } from "../sessions/resolve-session";
import { logIn } from "../sign-in/log-in";
import { changeEmail, confirmEmailChange } from "./email-change";
import { changePassword, requestPasswordReset, resetPassword } from "./password";

const newPassword = "another good secret";

async function signedIn() {
  const test = await testContext();
  const user = await createUser(test);
  const { actor, session } = await signIn(test, user);
  const change = (password = newPassword, currentPassword = user.password) =>
    changePassword(test.ctx, actor, { currentPassword, newPassword: password });
  const logInWith = async (password: string) =>
    codeOf(await logIn(test.ctx, { email: user.email, password }, nativeAudience));
  return { test, ctx: test.ctx, user, actor, session, change, logInWith };
}

describe("changing the password", () => {
  it("renews this session, ends all others, and tells the owner", async () => {
    const { test, ctx, user, session, change, logInWith } = await signedIn();
    const elsewhere = await signIn(test, user);
    test.clock.advance({ minutes: 11 });
    const renewed = renewedIn(expectOk(await change()));
    expect(isRecentlyProven(ctx, await actorOf(test, renewed))).toBe(true);
    expect(await resolveSession(ctx, session.accessToken, nativeAudience)).toBeNull();
    expect(await resolveSession(ctx, elsewhere.session.accessToken, nativeAudience)).toBeNull();
    expect(await logInWith(user.password)).toBe("invalid_credentials");
    expect(await logInWith(newPassword)).toBe("ok");
    expect(await test.mails.last(user.email, "password-changed")).toMatchObject({ how: "changed" });
  });

  it("of four password changes at the same moment one happens, and its password works", async () => {
    const { test, user, change, logInWith } = await signedIn();
    const results = await atOnce(4, (index) => change(`good secret ${index}`));
    expect(tally(results).ok).toBe(1);
    expect(await logInWith(`good secret ${results.findIndex((result) => result.ok)}`)).toBe("ok");
    expect(await test.mails.templatesTo(user.email)).toEqual(["password-changed"]);
  });

  it("needs the present one; wrong ones are counted and the session lives on", async () => {
    const { ctx, session, user, change } = await signedIn();
    for (let time = 0; time < 5; time += 1) {
      expect(codeOf(await change(newPassword, "wrong password"))).toBe("invalid_credentials");
    }
    expect(await change(newPassword, user.password)).toMatchObject({
      ok: false,
      error: { code: "rate_limited", retryAfterSeconds: 30 },
    });
    expect(await resolveSession(ctx, session.accessToken, nativeAudience)).not.toBeNull();
  });

  it.each([
    ["the present one", "correct horse battery", "password_same"],
    ["a common one", "password1", "password_guessable"],
    ["the organization's name", "blueharbour", "password_guessable"],
  ])("is refused for %s, with the reason at its field", async (_, password, reason) => {
    const { change, logInWith, user } = await signedIn();
    expect(await change(password)).toMatchObject({
      ok: false,
      error: { code: "password_rejected", fieldErrors: { newPassword: [reason] } },
    });
    expect(await logInWith(user.password)).toBe("ok");
  });

  it("withdraws reset links and e-mail changes under way", async () => {
    const { test, ctx, user, actor, change } = await signedIn();
    const newEmail = uniqueEmail("next");
    expectOk(await changeEmail(ctx, actor, { newEmail, currentPassword: user.password }));
    expectOk(await requestPasswordReset(ctx, { email: user.email }));
    await test.runJobs();
    expectOk(await change());
    const reset = await test.mails.lastToken(user.email, "password-reset");
    const confirm = await test.mails.lastToken(newEmail, "email-change-confirm");
    expect(codeOf(await resetPassword(ctx, { token: reset, password: "third good secret" }))).toBe("token_invalid");
    expect(codeOf(await confirmEmailChange(ctx, { token: confirm }))).toBe("token_invalid");
  });
});
