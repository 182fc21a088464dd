import { describe, expect, it } from "vitest";
import { createUser, strangeToken, totpCode } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";

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
    expect(wrong.error).toMatchObject({
      code: "INVALID_MFA_CODE",
      message: expect.stringContaining("4 attempts left"),
    });
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

  it("gives concurrent refreshes the same new token", async () => {
    const { test, api, user } = await started();
    await api.signIn(user);
    test.clock.advance({ minutes: 20 });
    const answers = await atOnce(10, () => api.post("refresh-token"));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ setCookies }) => setCookies[1])).size).toBe(1);
    for (let round = 0; round < 3; round += 1) {
      test.clock.advance({ minutes: 1 });
      expect((await api.post("refresh-token")).status).toBe(200);
    }
    expect((await api.get("profile")).status).toBe(200);
  });

  it("ends the session when an old refresh token returns after the grace period, and notifies the owner", async () => {
    const { test, api, user } = await started();
    await api.signIn(user);
    const thief = api.another();
    thief.cookies.set("foyer_refresh", api.cookies.get("foyer_refresh") ?? "");
    const oldAccess = api.cookies.get("foyer_access") ?? "";
    await api.post("refresh-token");
    expect(api.cookies.get("foyer_access")).not.toBe(oldAccess);
    test.clock.advance({ seconds: 31 });
    const reused = await thief.post("refresh-token");
    expect(reused).toMatchObject({ status: 401, error: { code: "REFRESH_TOKEN_REUSED" } });
    expect(thief.cookies.size).toBe(0);
    expect((await api.get("profile")).status).toBe(401);
    const bearer = { headers: { authorization: `Bearer ${oldAccess}` } };
    expect((await api.another().get("profile", bearer)).status).toBe(401);
    expect((await api.post("refresh-token")).error?.code).toBe("REFRESH_TOKEN_INVALID");
    expect(await test.mails.templatesTo(user.email)).toEqual(["session-theft-suspected"]);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "session.refresh_token_reused" } })).toBe(1);
  });

  it("ends the session for a refresh token two steps behind, even within the grace period", async () => {
    const { api, user } = await started();
    await api.signIn(user);
    const first = api.cookies.get("foyer_refresh") ?? "";
    for (const _ of [1, 2]) expect((await api.post("refresh-token")).status).toBe(200);
    const thief = api.another();
    thief.cookies.set("foyer_refresh", first);
    expect(await thief.post("refresh-token")).toMatchObject({ status: 401, error: { code: "REFRESH_TOKEN_REUSED" } });
    expect((await api.get("profile")).status).toBe(401);
    expect((await api.post("refresh-token")).status).toBe(401);
  });

  it("clears invalid refresh cookies, and changes nothing else", async () => {
    const { test, api, user } = await started();
    await api.signIn(user);
    const good = api.cookies.get("foyer_refresh") ?? "";
    const other = api.another();
    await other.signIn(await createUser(test));
    const [theirs] = (other.cookies.get("foyer_refresh") ?? "").split(".");
    const spliced = good.replace(/^[^.]+/, theirs ?? "");
    const access = api.cookies.get("foyer_access") ?? "";
    for (const wrong of [
      access,
      good.slice(0, -1),
      `${good}x`,
      spliced,
      good.replace(".0.", ".1."),
      "x".repeat(8000),
    ]) {
      const stranger = api.another();
      stranger.cookies.set("foyer_refresh", wrong);
      const refused = await stranger.post("refresh-token");
      expect(refused).toMatchObject({ status: 401, error: { code: "REFRESH_TOKEN_INVALID" } });
      expect(refused.setCookies).toHaveLength(2);
    }
    expect(await api.another().post("refresh-token")).toMatchObject({ status: 401, setCookies: [] });
    expect((await other.post("refresh-token")).status).toBe(200);
    expect((await api.post("refresh-token")).status).toBe(200);
  });
});

describe("POST logout", () => {
  it("revokes the session immediately, clears cookies and stored data, and succeeds twice", async () => {
    const { api, user } = await started();
    await api.signIn(user);
    const kept = new Map(api.cookies);
    const attributes = (lines: string[]) => lines.map((line) => line.replace(/=[^;]*; Max-Age=\d+/, "").trim());
    const set = (await api.another().signIn(user)).setCookies;
    const out = await api.post("logout");
    expect(attributes(out.setCookies)).toEqual(attributes(set));
    expect(out).toMatchObject({ status: 200, data: null });
    expect(out.headers.get("clear-site-data")).toBe('"cache", "storage"');
    expect(api.cookies.size).toBe(0);

    for (const [name, value] of kept) api.cookies.set(name, value);
    expect((await api.get("profile")).status).toBe(401);
    expect((await api.post("refresh-token")).status).toBe(401);
    for (const [name, value] of kept) api.cookies.set(name, value);
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
