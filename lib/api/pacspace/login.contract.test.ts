import { describe, expect, it } from "vitest";
import { createUser, strangeToken, totpCode } from "@/lib/testing/factories";
import { NativeClient, textAt } from "@/lib/testing/native-client";
import { atOnce } from "@/lib/testing/outcomes";
import { testContext } from "@/lib/testing/test-context";

async function started(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new NativeClient(test);
  return { test, user, api, credentials: { email: user.email, password: user.password } };
}

describe("POST login", () => {
  it("200: answers user and expiry, and sets two HttpOnly cookies", async () => {
    const { api, user, credentials } = await started();
    const answer = await api.post("login", credentials);
    expect(answer).toMatchObject({
      status: 200,
      data: { user: { id: user.id, email: user.email, mfaEnabled: false }, expiresAt: "2026-03-02T09:15:00.000Z" },
    });
    expect(answer.setCookies).toHaveLength(2);
    for (const cookie of answer.setCookies) expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await api.get("profile")).status).toBe(200);
  });

  it("uses __Host- cookies with Secure when APP_URL is https", async () => {
    const test = await testContext({ config: { appUrl: "https://app.example.com" } });
    const user = await createUser(test);
    const { setCookies } = await new NativeClient(test).signIn(user);
    expect(setCookies.map((cookie) => cookie.split("=")[0])).toEqual(["__Host-foyer_access", "__Host-foyer_refresh"]);
    for (const cookie of setCookies) expect(cookie).toContain("; Secure;");
  });

  it("200 with MFA on: asks for the code, with no cookie at all, in the document's words", async () => {
    const { api, credentials } = await started({ mfa: true });
    const answer = await api.post("login", credentials);
    expect(answer).toMatchObject({ status: 200, message: "MFA verification required", setCookies: [] });
    expect(answer.data).toEqual({ requiresMfa: true, mfaTicket: expect.stringMatching(/^[\w-]{43}$/) });
  });

  it("200 with MFA on and the code sent along", async () => {
    const { test, api, user, credentials } = await started({ mfa: true });
    const wrong = await api.post("login", { ...credentials, code: "000000" });
    expect(wrong).toMatchObject({ status: 401, error: { code: "INVALID_MFA_CODE" } });
    const code = await totpCode(test, user.totpSecret);
    expect((await api.post("login", { ...credentials, code })).setCookies).toHaveLength(2);
  });

  it("401: tells an unknown address, a wrong password and closed accounts with wrong passwords apart in nothing", async () => {
    const { test, api, user } = await started();
    const closed = await createUser(test, { isDeactivated: true });
    const unverified = await createUser(test, { isVerified: false });
    const answers = [];
    for (const email of [user.email, closed.email, unverified.email, "nobody@company.example"]) {
      const { status, error, headers } = await api.post("login", { email, password: "wrong password" });
      answers.push(JSON.stringify({ status, ...error, requestId: "", names: [...headers.keys()].sort() }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("INVALID_CREDENTIALS");
  });

  it("403: says what is special about an account only after its right password", async () => {
    const { test, api } = await started();
    const closed = await createUser(test, { isDeactivated: true });
    const unverified = await createUser(test, { isVerified: false });
    const codes = [];
    for (const { email, password } of [closed, unverified]) {
      const { status, error } = await api.post("login", { email, password });
      codes.push(`${status} ${error?.code}`);
    }
    expect(codes).toEqual(["403 ACCOUNT_DEACTIVATED", "403 EMAIL_NOT_VERIFIED"]);
  });

  it("gives every sign-in a session of its own, whatever cookies came along", async () => {
    const { api, credentials } = await started();
    api.cookies.set("foyer_access", "planted");
    const tokens = [];
    for (const _ of [1, 2]) tokens.push((await api.post("login", credentials)).setCookies[1]);
    expect(new Set(tokens).size).toBe(2);
  });
});

describe("POST login/mfa-verify", () => {
  async function withTicket() {
    const present = await started({ mfa: true });
    const ticket = async () => textAt(await present.api.post("login", present.credentials), "mfaTicket");
    return { ...present, ticket, mfaTicket: await ticket() };
  }

  it("200: signs in with a TOTP or a recovery code, each once", async () => {
    const { test, api, user, ticket, mfaTicket } = await withTicket();
    const code = await totpCode(test, user.totpSecret);
    expect((await api.post("login/mfa-verify", { mfaTicket, code })).setCookies).toHaveLength(2);
    const replayed = await api.post("login/mfa-verify", { mfaTicket: await ticket(), code });
    expect(replayed).toMatchObject({ status: 401, error: { code: "INVALID_MFA_CODE" } });

    const [recovery = ""] = user.recoveryCodes;
    const first = await api.post("login/mfa-verify", { mfaTicket: await ticket(), code: recovery });
    expect(first.status).toBe(200);
    const second = await api.post("login/mfa-verify", { mfaTicket: await ticket(), code: recovery });
    expect(second.status).toBe(401);
  });

  it("401: counts the tries down, and refuses the right code on a dead ticket", async () => {
    const { test, api, user, mfaTicket } = await withTicket();
    const wrong = await api.post("login/mfa-verify", { mfaTicket, code: "000000" });
    expect(wrong.error).toMatchObject({ code: "INVALID_MFA_CODE", message: expect.stringContaining("4 tries left") });
    test.clock.advance({ minutes: 6 });
    const code = await totpCode(test, user.totpSecret);
    const late = await api.post("login/mfa-verify", { mfaTicket, code });
    expect(late).toMatchObject({ status: 401, error: { code: "MFA_TICKET_INVALID" } });
    const strange = await api.post("login/mfa-verify", { mfaTicket: strangeToken(), code });
    expect(strange.error?.code).toBe("MFA_TICKET_INVALID");
  });

  it("opens one session for many right codes at once", async () => {
    const { test, api, user, mfaTicket } = await withTicket();
    const code = await totpCode(test, user.totpSecret);
    const answers = await atOnce(10, () => api.another().post("login/mfa-verify", { mfaTicket, code }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await test.ctx.db.session.count({ where: { userId: user.id } })).toBe(1);
  });

  it("takes the ticket for nothing else", async () => {
    const { api, mfaTicket } = await withTicket();
    api.cookies.set("foyer_access", mfaTicket).set("foyer_refresh", mfaTicket);
    expect((await api.get("profile")).status).toBe(401);
    expect((await api.post("refresh-token")).status).toBe(401);
    const bearer = { headers: { authorization: `Bearer ${mfaTicket}` } };
    expect((await api.get("profile", bearer)).status).toBe(401);
  });

  it("400: refuses codes that are none without counting a try", async () => {
    const { api, mfaTicket } = await withTicket();
    for (const code of ["12345", "1234567", "１２３４５６", "", null, 123456, ["123456"], true]) {
      expect((await api.post("login/mfa-verify", { mfaTicket, code })).status).toBe(400);
    }
    const { error } = await api.post("login/mfa-verify", { mfaTicket, code: "000000" });
    expect(error?.message).toContain("4 tries left");
  });
});

describe("POST refresh-token", () => {
  it("200: rotates both cookies; the token before still gets the same successor for half a minute", async () => {
    const { test, api, user } = await started();
    await api.signIn(user);
    const before = api.cookies.get("foyer_refresh") ?? "";
    test.clock.advance({ minutes: 20 });
    const rotated = await api.post("refresh-token");
    expect(rotated).toMatchObject({ status: 200, data: { expiresAt: "2026-03-02T09:35:00.000Z" } });
    const successor = api.cookies.get("foyer_refresh");
    expect(successor).not.toBe(before);

    const otherTab = api.another();
    otherTab.cookies.set("foyer_refresh", before);
    expect((await otherTab.post("refresh-token")).status).toBe(200);
    expect(otherTab.cookies.get("foyer_refresh")).toBe(successor);
    expect((await api.get("profile")).status).toBe(200);
  });

  it("200 for everybody of a race, with one successor and without clearing a cookie", async () => {
    const { test, api, user } = await started();
    await api.signIn(user);
    test.clock.advance({ minutes: 20 });
    const answers = await atOnce(10, () => api.post("refresh-token"));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ setCookies }) => setCookies[1])).size).toBe(1);
  });

  it("401: an old token ends the session and clears the cookies", async () => {
    const { test, api, user } = await started();
    await api.signIn(user);
    const thief = api.another();
    thief.cookies.set("foyer_refresh", api.cookies.get("foyer_refresh") ?? "");
    await api.post("refresh-token");
    test.clock.advance({ seconds: 31 });
    const reused = await thief.post("refresh-token");
    expect(reused).toMatchObject({ status: 401, error: { code: "REFRESH_TOKEN_REUSED" } });
    expect(thief.cookies.size).toBe(0);
    expect((await api.get("profile")).status).toBe(401);
    expect((await api.post("refresh-token")).error?.code).toBe("REFRESH_TOKEN_INVALID");
  });

  it("401: clears cookies that are no refresh token, and changes nothing else", async () => {
    const { api, user } = await started();
    await api.signIn(user);
    const good = api.cookies.get("foyer_refresh") ?? "";
    for (const wrong of [api.cookies.get("foyer_access") ?? "", good.slice(0, -1), `${good}x`, "x".repeat(8000)]) {
      const stranger = api.another();
      stranger.cookies.set("foyer_refresh", wrong);
      const refused = await stranger.post("refresh-token");
      expect(refused).toMatchObject({ status: 401, error: { code: "REFRESH_TOKEN_INVALID" } });
      expect(refused.setCookies).toHaveLength(2);
    }
    expect(await api.another().post("refresh-token")).toMatchObject({ status: 401, setCookies: [] });
    expect((await api.post("refresh-token")).status).toBe(200);
  });
});

describe("POST logout", () => {
  it("200: revokes the session at once, clears cookies and stored data, twice is a success", async () => {
    const { api, user } = await started();
    await api.signIn(user);
    const kept = new Map(api.cookies);
    const out = await api.post("logout");
    expect(out).toMatchObject({ status: 200, data: null });
    expect(out.headers.get("clear-site-data")).toBe('"cache", "storage"');
    expect(api.cookies.size).toBe(0);

    for (const [name, value] of kept) api.cookies.set(name, value);
    expect((await api.get("profile")).status).toBe(401);
    expect((await api.another().post("logout")).status).toBe(401);
    expect((await api.post("logout")).status).toBe(200);
  });

  it("works with the refresh cookie alone, when the access cookie has expired", async () => {
    const { test, api, user } = await started();
    await api.signIn(user);
    api.cookies.delete("foyer_access");
    expect((await api.post("logout")).status).toBe(200);
    expect(await test.ctx.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0);
  });
});
