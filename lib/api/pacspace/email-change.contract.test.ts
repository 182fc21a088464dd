import { describe, expect, it } from "vitest";
import { createApproval, createUser, emailOf, registerInput } from "@/tests/support/factories";
import { recovering, tokenInvalid } from "@/tests/support/recovering";

const password = "NewSecurePass1";

describe("a change of the address", () => {
  it("changes nothing until it is confirmed", async () => {
    const { api, user, changeTo, canLogIn } = await recovering();
    const newEmail = "new@company.example";
    const token = await changeTo(newEmail);
    expect((await api.get("profile")).data).toMatchObject({ email: user.email });
    expect(await canLogIn(newEmail, user.password)).toBe(false);
    expect(await canLogIn(user.email, user.password)).toBe(true);
    expect((await api.get(`verify-email-change?token=${token}`)).status).toBe(200);
    expect(await canLogIn(newEmail, user.password)).toBe(true);
    expect(await canLogIn(user.email, user.password)).toBe(false);
  });

  it("is answered alike for a taken address, whose owner is notified and keeps it", async () => {
    const { test, api, user, canLogIn } = await recovering();
    const owner = await createUser(test);
    const said = [];
    for (const newEmail of ["free@company.example", owner.email]) {
      const { status, message, data, headers } = await api.post("change-email", {
        newEmail,
        currentPassword: user.password,
      });
      const { "x-request-id": _id, "x-ratelimit-remaining": _left, ...rest } = Object.fromEntries(headers);
      said.push(JSON.stringify({ status, message, data, rest }).replaceAll(newEmail, "the address"));
    }
    expect(said[0]).toBe(said[1]);
    expect(await test.mails.templatesTo(owner.email)).toEqual(["email-change-collision"]);
    expect(await canLogIn(owner.email, owner.password)).toBe(true);
  });

  it("uses no token for HEAD and OPTIONS, or for a link of another kind", async () => {
    const { api, changeTo, resetToken } = await recovering();
    const reset = await resetToken();
    const change = await changeTo("next@company.example");
    for (const path of ["verify", "verify-email-change"]) {
      for (const token of [change, reset]) {
        for (const method of ["HEAD", "OPTIONS"] as const) await api.send(method, `${path}?token=${token}`);
      }
      expect(await api.get(`${path}?token=${reset}`)).toMatchObject(tokenInvalid);
    }
    expect(await api.get(`verify?token=${change}`)).toMatchObject(tokenInvalid);
    expect((await api.get(`verify-email-change?token=${change}`)).status).toBe(200);
  });

  it.each(["reset", "change"] as const)("ends with a %s of the password", async (how) => {
    const { api, user, changeTo, resetToken } = await recovering();
    const token = await changeTo("attacker@evil.example");
    const done =
      how === "reset"
        ? await api.post("reset-password", { token: await resetToken(), password })
        : await api.post("change-password", { currentPassword: user.password, newPassword: password });
    expect(done.status).toBe(200);
    expect(await api.get(`verify-email-change?token=${token}`)).toMatchObject(tokenInvalid);
    const login = await api.another().post("login", { email: user.email, password });
    expect(login.status).toBe(200);
  });

  it("ends links that were sent to the old address", async () => {
    const { api, user, resetToken, changeTo, canLogIn } = await recovering();
    const change = await changeTo("new@company.example");
    const reset = await resetToken();
    expect((await api.get(`verify-email-change?token=${change}`)).status).toBe(200);
    expect(await api.post("reset-password", { token: reset, password })).toMatchObject(tokenInvalid);
    expect(await canLogIn("new@company.example", user.password)).toBe(true);
  });
});

describe("an address that somebody else held first", () => {
  it("keeps nothing of someone who planted an account or a change", async () => {
    const { test, api, user: attacker, changeTo, canLogIn } = await recovering();
    const victim = "victim@company.example";
    const planted = await changeTo(victim);
    const { token: approvalToken } = await createApproval(test, { email: emailOf(victim) });
    const registered = await api
      .another()
      .post("register", { ...registerInput(), email: victim, password, approvalToken });
    expect(registered.status).toBe(201);
    const verify = await test.mails.lastToken(victim, "verify-email");
    expect((await api.another().get(`verify?token=${verify}`)).status).toBe(200);
    expect(await api.get(`verify-email-change?token=${planted}`)).toMatchObject(tokenInvalid);
    expect(await canLogIn(victim, attacker.password)).toBe(false);
    expect(await canLogIn(victim, password)).toBe(true);
    expect((await api.get("profile")).data).toMatchObject({ email: attacker.email });
  });

  it("replaces an unverified account that someone else planted", async () => {
    const { test, api, canLogIn } = await recovering();
    const victim = "victim@company.example";
    const first = await createApproval(test, { email: emailOf(victim) });
    const mine = { ...registerInput(), email: victim, password: "planted by somebody", name: "Eve" };
    expect((await api.another().post("register", { ...mine, approvalToken: first.token })).status).toBe(201);
    const reset = await api.another();
    await reset.post("request-password-reset", { email: victim });
    await test.runJobs();
    const token = await test.mails.lastToken(victim, "password-reset");
    expect((await reset.post("reset-password", { token, password })).status).toBe(200);
    expect(await canLogIn(victim, "planted by somebody")).toBe(false);
    expect(await canLogIn(victim, password)).toBe(true);
  });
});
