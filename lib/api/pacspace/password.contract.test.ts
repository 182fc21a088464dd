import { describe, expect, it } from "vitest";
import { createUser, strangeToken, testPassword } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";

async function signedIn(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new NativeClient(test);
  await api.signIn(user);
  return { test, user, api };
}

describe("POST request-password-reset", () => {
  it("200: answers everybody alike, and mails only an active account", async () => {
    const test = await testContext();
    const api = new NativeClient(test);
    const user = await createUser(test);
    const closed = await createUser(test, { isDeactivated: true });
    const answers = [];
    for (const email of [user.email, closed.email, "nobody@company.example"]) {
      const { status, data, message } = await api.post("request-password-reset", { email });
      answers.push(JSON.stringify({ status, data, message }));
    }
    expect(new Set(answers).size).toBe(1);
    await test.runJobs();
    expect(await test.mails.templatesTo(user.email)).toEqual(["password-reset"]);
    expect(await test.mails.templatesTo(closed.email)).toEqual([]);
  });

  it("mails links below APP_URL, whatever host the request names", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const headers = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example", "x-forwarded-proto": "ftp" };
    await new NativeClient(test).post("request-password-reset", { email: user.email }, { headers });
    await test.runJobs();
    expect((await test.mails.last(user.email, "password-reset")).url).toMatch(
      /^http:\/\/localhost:3000\/reset-password\?/,
    );
  });
});

describe("POST reset-password", () => {
  async function withToken() {
    const present = await signedIn({ mfa: true });
    const { test, user, api } = present;
    await api.post("request-password-reset", { email: user.email });
    await test.runJobs();
    return { ...present, token: await test.mails.lastToken(user.email, "password-reset") };
  }

  it("200: changes the password, ends every session, signs nobody in and leaves MFA on", async () => {
    const { api, user, token } = await withToken();
    const reset = await api.post("reset-password", { token, password: "NewSecurePass1" });
    expect(reset).toMatchObject({ status: 200, data: null, setCookies: [] });
    expect((await api.get("profile")).status).toBe(401);
    const login = await api.post("login", { email: user.email, password: "NewSecurePass1" });
    expect(login.data).toMatchObject({ requiresMfa: true });
  });

  it("200: takes newPassword in place of password, but not both and not neither", async () => {
    const { api, token } = await withToken();
    const both = { token, password: "NewSecurePass1", newPassword: "NewSecurePass1" };
    expect((await api.post("reset-password", both)).error?.code).toBe("VALIDATION_FAILED");
    expect((await api.post("reset-password", { token })).error?.fieldErrors).toHaveProperty("password");
    expect((await api.post("reset-password", { token, newPassword: "NewSecurePass1" })).status).toBe(200);
  });

  it("400: refuses a password without spending the token", async () => {
    const { api, token } = await withToken();
    for (const password of ["short", "password123"]) {
      const { status, error } = await api.post("reset-password", { token, password });
      expect({ status, code: error?.code }).toEqual({ status: 400, code: "PASSWORD_REJECTED" });
    }
    expect((await api.post("reset-password", { token, password: "NewSecurePass1" })).status).toBe(200);
  });

  it("400: refuses spent, expired and unknown tokens alike", async () => {
    const { test, api, token } = await withToken();
    test.clock.advance({ minutes: 61 });
    for (const wrong of [token, strangeToken(), token.slice(1)]) {
      const { status, error } = await api.post("reset-password", { token: wrong, password: "NewSecurePass1" });
      expect({ status, code: error?.code }).toEqual({ status: 400, code: "TOKEN_INVALID" });
    }
  });

  it("lets one of many requests at once set its password", async () => {
    const { api, token } = await withToken();
    const answers = await atOnce(10, (index) =>
      api.another().post("reset-password", { token, password: `NewSecurePass-${index}` }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe("POST change-password", () => {
  const change = { currentPassword: testPassword, newPassword: "EvenStronger2" };

  it("200: this session stays, the others end", async () => {
    const { api, user } = await signedIn();
    const other = api.another();
    await other.signIn(user);
    expect((await api.post("change-password", change)).status).toBe(200);
    expect((await api.get("profile")).status).toBe(200);
    expect((await other.get("profile")).status).toBe(401);
    expect((await other.post("refresh-token")).status).toBe(401);
    expect((await api.another().post("login", { email: user.email, password: "EvenStronger2" })).status).toBe(200);
  });

  it("401: refuses a wrong current password, and keeps the session", async () => {
    const { api } = await signedIn();
    const refused = await api.post("change-password", { ...change, currentPassword: "wrong password" });
    expect(refused).toMatchObject({ status: 401, error: { code: "INVALID_CREDENTIALS" }, setCookies: [] });
    expect((await api.get("profile")).status).toBe(200);
  });

  it("400: says in fieldErrors why the new one is refused", async () => {
    const { api } = await signedIn();
    for (const newPassword of [testPassword, "short", "password123", "x".repeat(129)]) {
      const { status, error } = await api.post("change-password", { ...change, newPassword });
      expect({ status, code: error?.code, newPassword }).toEqual({
        status: 400,
        code: "PASSWORD_REJECTED",
        newPassword,
      });
      expect(error?.fieldErrors?.newPassword).toHaveLength(1);
    }
  });

  it("429: pauses after repeated wrong passwords, and says for how long", async () => {
    const { api } = await signedIn();
    const statuses = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const { status } = await api.post("change-password", { ...change, currentPassword: "wrong password" });
      statuses.push(status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const paused = await api.post("change-password", change);
    expect(paused).toMatchObject({ status: 429, error: { code: "RATE_LIMITED" } });
    expect(Number(paused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  });
});
