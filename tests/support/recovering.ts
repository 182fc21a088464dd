import { expect } from "vitest";
import { createUser, totpCode } from "./factories";
import { NativeClient } from "./native-client";
import { testContext } from "./test-context";

export async function recovering(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new NativeClient(test);
  await api.signIn(user);
  const resetToken = async (email = user.email) => {
    await api.post("request-password-reset", { email });
    await test.runJobs();
    return test.mails.lastToken(email, "password-reset");
  };
  const changeTo = async (newEmail: string) => {
    const code = user.totpSecret ? { code: await totpCode(test, user.totpSecret, 1) } : {};
    const asked = await api.post("change-email", { newEmail, currentPassword: user.password, ...code });
    expect(asked.status, JSON.stringify(asked.error)).toBe(200);
    return test.mails.lastToken(newEmail, "email-change-confirm");
  };
  const canLogIn = async (email: string, typed: string) =>
    (await api.another().post("login", { email, password: typed })).status === 200;
  return { test, user, api, resetToken, changeTo, canLogIn };
}

export const tokenInvalid = { status: 400, error: { code: "TOKEN_INVALID" }, setCookies: [] };
