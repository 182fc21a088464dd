import { describe, expect, it } from "vitest";
import { createApproval, createUser, emailOf, strangeToken } from "@/tests/support/factories";
import { digests } from "@/tests/support/inhabited";
import { textAt } from "@/tests/support/native-client";
import { recovering, tokenInvalid } from "@/tests/support/recovering";

const password = "NewSecurePass1";

describe("a password reset", () => {
  it("is answered alike for known, unknown, deactivated and unverified addresses, headers included", async () => {
    const { test, user, api } = await recovering();
    const closed = await createUser(test, { isDeactivated: true });
    const fresh = await createUser(test, { isVerified: false });
    const answers = new Set<string>();
    for (const email of [user.email, "nobody@company.example", closed.email, fresh.email]) {
      const { status, data, message, headers } = await api.another().post("request-password-reset", { email });
      const { "x-request-id": _id, ...rest } = Object.fromEntries(headers);
      answers.add(JSON.stringify({ status, data, message, rest }));
    }
    expect([...answers]).toHaveLength(1);
    await test.runJobs();
    expect((await test.mails.all()).map(({ to }) => to)).not.toContain(closed.email);
  });

  it("emails links below APP_URL, whatever host the request names", async () => {
    const { test, user, api } = await recovering();
    const evil = "evil.example";
    const named: Record<string, string>[] = [
      { host: evil },
      { "x-forwarded-host": evil },
      { forwarded: `host=${evil};proto=http` },
      { "x-forwarded-proto": "http", "x-forwarded-port": "81", "x-forwarded-prefix": `//${evil}` },
      { "x-original-url": `https://${evil}/`, "x-rewrite-url": `https://${evil}/` },
      { origin: "http://localhost:3000", referer: `https://${evil}/` },
    ];
    for (const headers of named) {
      expect((await api.post("request-password-reset", { email: user.email }, { headers })).status).toBe(200);
      await api.api.request(`http://${evil}/dashboard/auth/request-password-reset`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ email: user.email }),
      });
    }
    await test.runJobs();
    const mails = (await test.mails.all()).filter(({ to }) => to === user.email);
    expect(mails.length).toBeGreaterThan(named.length);
    for (const mail of mails) {
      const links = JSON.stringify(mail.props).match(/https?:\/\/[^"\s]+/g) ?? [];
      expect(links.filter((link) => !link.startsWith("http://localhost:3000/"))).toEqual([]);
      expect(JSON.stringify(mail)).not.toContain(evil);
    }
  });

  it("is emailed only to the address on file", async () => {
    const { test, api } = await recovering({ email: emailOf("mike@victim.example") });
    const odd: unknown[] = [
      ["mike@victim.example", "evil@evil.example"],
      "mike@victim.example,evil@evil.example",
      "mike@victim.example;evil@evil.example",
      "mike@victim.example evil@evil.example",
      "mike@victim.example%0acc:evil@evil.example",
      "mike@victim.example\ncc:evil@evil.example",
      "mike@victim.example\r\nBcc: evil@evil.example",
      '"evil@evil.example"@victim.example',
      "mike@victim.example＠evil.example",
      "mıke@victim.example",
      "mike@victım.example",
      "<mike@victim.example>",
      "Mike <mike@victim.example>",
      "mike@victim.example\u0000@evil.example",
      { contains: "mike" },
      null,
    ];
    for (const email of odd) {
      const { status } = await api.another().post("request-password-reset", { email });
      expect([200, 400]).toContain(status);
    }
    const twice = '{"email":"mike@victim.example","email":"evil@evil.example"}';
    for (const body of [twice, '{"email":"mike@victim.example","\\u0065mail":"evil@evil.example"}']) {
      const sent = { body, headers: { "content-type": "application/json" } };
      expect((await api.another().send("POST", "request-password-reset", sent)).status).toBe(400);
    }
    const query = "request-password-reset?email=evil@evil.example";
    await api.another().post(query, { email: "mike@victim.example" });
    await test.runJobs();
    const told = (await test.mails.all()).map(({ to }) => to);
    expect(new Set(told)).toEqual(new Set(["mike@victim.example"]));
  });

  it("accepts only its newest token, and rejects all others alike", async () => {
    const { test, user, api, resetToken, changeTo } = await recovering();
    const other = await createUser(test, { isVerified: false });
    await api.post("resend-verification-email", { email: other.email });
    await test.runJobs();
    const verify = await test.mails.lastToken(other.email, "verify-email");
    const { token: approval } = await createApproval(test);
    const change = await changeTo("next@company.example");
    const undo = await test.mails.lastToken(user.email, "email-change-requested");
    const token = await resetToken();
    const before = await digests(test);
    const bodies = new Set<string>();
    const wrong = [strangeToken(), verify, approval, change, undo, token.slice(0, -1), token.slice(1), `${token}A`];
    for (const one of [...wrong, ` ${token}`, token.toUpperCase(), "' OR 1=1 --"]) {
      const refused = await api.another().post("reset-password", { token: one, password });
      expect(refused).toMatchObject(tokenInvalid);
      const { requestId: _id, ...said } = refused.error ?? {};
      bodies.add(JSON.stringify(said));
    }
    expect(await digests(test)).toEqual(before);
    expect((await api.another().post("reset-password", { token, password })).status).toBe(200);
    const spent = await api.another().post("reset-password", { token, password: "ThirdSecurePass1" });
    const { requestId: _id, ...said } = spent.error ?? {};
    expect([...bodies.add(JSON.stringify(said))]).toHaveLength(1);
  });

  it("replaces older tokens, and keeps a token after a rejected password", async () => {
    const { user, api, resetToken, canLogIn } = await recovering();
    const first = await resetToken();
    const second = await resetToken();
    expect(await api.post("reset-password", { token: first, password })).toMatchObject(tokenInvalid);
    for (const weak of ["short", "password123", user.email, "x".repeat(129)]) {
      expect((await api.post("reset-password", { token: second, password: weak })).error?.code).toBe(
        "PASSWORD_REJECTED",
      );
    }
    expect((await api.post("reset-password", { token: second, password })).status).toBe(200);
    expect(await canLogIn(user.email, password)).toBe(true);
  });

  it("ends sessions, tickets and pending changes, keeps 2FA and API keys, and notifies the owner", async () => {
    const { test, user, api, changeTo, resetToken } = await recovering({ mfa: true });
    const project = textAt(await api.post("projects", { name: "Checkout" }), "id");
    const key = textAt(await api.post("api-keys", { name: "ci", projectIds: [project] }), "key");
    const half = await api.another().post("login", { email: user.email, password: user.password });
    const mfaTicket = textAt(half, "mfaTicket");
    const change = await changeTo("next@company.example");
    const token = await resetToken();
    const reset = await api.another().post("reset-password", { token, password });
    expect(reset).toMatchObject({ status: 200, setCookies: [] });
    expect((await api.get("profile")).status).toBe(401);
    expect((await api.post("refresh-token")).status).toBe(401);
    const code = user.recoveryCodes[0];
    expect((await api.another().post("login/mfa-verify", { mfaTicket, code })).error?.code).toBe("MFA_TICKET_INVALID");
    expect(await api.get(`verify-email-change?token=${change}`)).toMatchObject(tokenInvalid);
    const again = await api.another().post("login", { email: user.email, password });
    expect(again).toMatchObject({ data: { requiresMfa: true }, setCookies: [] });
    const headers = { authorization: `Bearer ${key}` };
    expect((await api.get("projects", { headers, withCookies: false })).status).toBe(200);
    expect(await test.mails.templatesTo(user.email)).toContain("password-changed");
  });
});

describe("a change of the password", () => {
  it("counts wrong guesses without ending the session, and rejects the current password as the new one", async () => {
    const { api, user } = await recovering();
    const same = { currentPassword: user.password, newPassword: user.password };
    expect((await api.post("change-password", same)).error?.code).toBe("PASSWORD_REJECTED");
    const statuses = [];
    for (let guess = 0; guess < 6; guess += 1) {
      const wrong = { currentPassword: `wrong password ${guess}`, newPassword: password };
      statuses.push((await api.post("change-password", wrong)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await api.get("profile")).status).toBe(200);
  });

  it("ends every other session and its refresh tokens", async () => {
    const { api, user } = await recovering();
    const others = [api.another(), api.another()];
    for (const other of others) await other.signIn(user);
    const change = { currentPassword: user.password, newPassword: password };
    expect((await api.post("change-password", change)).status).toBe(200);
    for (const other of others) {
      expect((await other.get("profile")).status).toBe(401);
      expect((await other.post("refresh-token")).status).toBe(401);
    }
    expect((await api.get("profile")).status).toBe(200);
  });
});
