import { describe, expect, it } from "vitest";
import { verifyEmail } from "@/lib/core/accounts/sign-up/verify-email";
import { BearerClient, bodyText } from "@/tests/support/bearer-client";
import { createUser, emailOf, signIn, testPassword } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { atOnce, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { quazzar } from "./api";

const jane = {
  email: "jane@example.com",
  password: "secure-password-123",
  full_name: "Jane Developer",
  company_name: "Acme Corp",
};
const credentials = { email: jane.email, password: jane.password };

async function setUp(options: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(options);
  return { test, api: new BearerClient(test, quazzar) };
}

describe("registration", () => {
  it("mails a verification; before that the right password is told so, and only the right one", async () => {
    const { test, api } = await setUp();
    const registered = await api.post("/auth/register", jane);
    expect(registered).toMatchObject({ status: 201, body: { email: jane.email, full_name: "Jane Developer" } });
    expect(await api.post("/auth/login", credentials)).toMatchObject({
      status: 403,
      body: { code: "email_not_verified" },
    });
    expect((await api.post("/auth/login", { ...credentials, password: "wrong password" })).status).toBe(401);
    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(jane.email, "verify-email") }));
    const loggedIn = await api.post("/auth/login", credentials);
    api.token = bodyText(loggedIn, "access_token");
    const me = await api.get("/users/me");
    expect(me.body).toMatchObject({ id: bodyText(registered, "id"), company_name: "Acme Corp", is_active: true });
    expect(bodyText(me, "created_at")).toBe(bodyText(registered, "created_at"));
  });

  it("409: says that an address is taken, and changes and mails nothing", async () => {
    const { test, api } = await setUp();
    const owner = await createUser(test, { email: emailOf(jane.email) });
    expect(await api.post("/auth/register", jane)).toMatchObject({
      status: 409,
      body: { detail: "Email already registered", code: "email_taken" },
    });
    expect(await test.mails.all()).toEqual([]);
    expect(await test.ctx.db.user.findMany()).toMatchObject([{ id: owner.id, name: owner.name }]);
    expect((await api.post("/auth/login", { email: owner.email, password: owner.password })).status).toBe(200);
  });

  it("lets the owner of a never verified address begin again", async () => {
    const { test, api } = await setUp();
    const first = await api.post("/auth/register", { ...jane, password: "planted password" });
    const second = await api.post("/auth/register", jane);
    expect(second.status).toBe(201);
    expect(bodyText(second, "id")).toBe(bodyText(first, "id"));
    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(jane.email, "verify-email") }));
    expect((await api.post("/auth/login", { ...credentials, password: "planted password" })).status).toBe(401);
    expect((await api.post("/auth/login", credentials)).status).toBe(200);
  });

  it("makes one account of many at the same moment", async () => {
    const { test, api } = await setUp();
    const statuses = (await atOnce(6, () => api.post("/auth/register", jane))).map(({ status }) => status);
    expect(statuses).toContain(201);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(await test.ctx.db.user.count()).toBe(1);
    expect(await test.ctx.db.tenant.count()).toBe(1);
  });

  it("403: is closed unless COMPAT_SIGNUP is open, for known addresses alike", async () => {
    const { test, api } = await setUp({ config: { compatSignup: "approval" } });
    await createUser(test, { email: emailOf("known@example.com") });
    for (const email of [jane.email, "known@example.com"]) {
      expect(await api.post("/auth/register", { ...jane, email })).toMatchObject({
        status: 403,
        body: { code: "signup_closed" },
      });
    }
    expect(await test.ctx.db.user.count()).toBe(1);
  });

  it.each([
    ["short", "validation_error"],
    ["password1", "weak_password"],
    ["acmecorp", "weak_password"],
  ])("422: refuses the weak password %s and names the field", async (password, code) => {
    const { test, api } = await setUp();
    const refused = await api.post("/auth/register", { ...jane, password });
    expect(refused).toMatchObject({ status: 422, body: { code } });
    expect(bodyText(refused, "detail")).toContain("password:");
    expect(await test.ctx.db.user.count()).toBe(0);
  });
});

describe("login", () => {
  it("401: answers unknown addresses and wrong passwords alike", async () => {
    const { test, api } = await setUp();
    const { email } = await createUser(test);
    const wrong = await api.post("/auth/login", { email, password: "wrong password" });
    const unknown = await api.post("/auth/login", { email: "nobody@example.com", password: "wrong password" });
    expect(wrong).toMatchObject({
      status: 401,
      body: { detail: "Invalid email or password", code: "invalid_credentials" },
    });
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.status).toBe(wrong.status);
  });

  it("403: tells a deactivated account only after the right password", async () => {
    const { test, api } = await setUp();
    const { email, password } = await createUser(test, { isDeactivated: true });
    expect(await api.post("/auth/login", { email, password })).toMatchObject({
      status: 403,
      body: { detail: "Account is deactivated", code: "account_deactivated" },
    });
    expect((await api.post("/auth/login", { email, password: "wrong password" })).status).toBe(401);
  });
});

describe("a token", () => {
  it("is refused after logging out", async () => {
    const { test, api } = await setUp();
    api.token = (await signIn(test, await createUser(test), "quazzar")).session.accessToken;
    expect(await api.post("/auth/logout")).toMatchObject({
      status: 200,
      body: { message: "Successfully logged out" },
    });
    const after = await api.get("/users/me");
    expect(after).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    expect(after.headers.get("www-authenticate")).toBe("Bearer");
    expect((await api.post("/auth/logout")).status).toBe(401);
  });

  it("is refused when it belongs to another API, and by the others", async () => {
    const { test, api } = await setUp();
    const user = await createUser(test);
    for (const audience of ["pacspace", "balance", "panguard", "pandora"]) {
      const { session } = await signIn(test, user, audience);
      expect((await api.get("/users/me", { token: session.accessToken })).status, audience).toBe(401);
    }
    const { session } = await signIn(test, user, "quazzar");
    const headers = { authorization: `Bearer ${session.accessToken}` };
    expect((await new NativeClient(test).get("profile", { headers })).status).toBe(401);
    for (const token of [null, "", "x", "fy_x", `${session.accessToken}x`]) {
      expect((await api.get("/users/me", { token })).status).toBe(401);
    }
  });

  it("lives a day", async () => {
    const { test, api } = await setUp();
    api.token = (await signIn(test, await createUser(test), "quazzar")).session.accessToken;
    test.clock.advance({ hours: 23, minutes: 59 });
    expect((await api.get("/users/me")).status).toBe(200);
    test.clock.advance({ minutes: 2 });
    expect((await api.get("/users/me")).status).toBe(401);
  });

  it("ends at once from the native list of sessions", async () => {
    const { test, api } = await setUp();
    const user = await createUser(test);
    const { session } = await signIn(test, user, "quazzar");
    api.token = session.accessToken;
    const native = new NativeClient(test);
    await native.signIn(user);
    expect((await native.get("sessions")).data).toMatchObject({
      sessions: expect.arrayContaining([expect.objectContaining({ id: session.sessionId, audience: "quazzar" })]),
    });
    expect((await native.delete(`sessions/${session.sessionId}`)).status).toBe(200);
    expect((await api.get("/users/me")).status).toBe(401);
  });
});

describe("a password reset", () => {
  it("ends the sessions of every API, spends its token and leaves the new password", async () => {
    const { test, api } = await setUp();
    const user = await createUser(test);
    api.token = (await signIn(test, user, "quazzar")).session.accessToken;
    const native = new NativeClient(test);
    await native.signIn(user);
    expect((await api.post("/auth/password-reset/request", { email: user.email })).status).toBe(200);
    await test.runJobs();
    const token = await test.mails.lastToken(user.email, "password-reset");
    const weak = await api.post("/auth/password-reset/confirm", { token, new_password: "password1" });
    expect(weak).toMatchObject({ status: 422, body: { code: "weak_password" } });
    expect(bodyText(weak, "detail")).toContain("new_password:");
    const body = { token, new_password: "new-secure-password-456" };
    expect((await api.post("/auth/password-reset/confirm", body)).status).toBe(200);
    expect((await api.get("/users/me")).status).toBe(401);
    expect((await native.get("profile")).status).toBe(401);
    expect((await api.post("/auth/login", { email: user.email, password: testPassword })).status).toBe(401);
    expect((await api.post("/auth/login", { email: user.email, password: body.new_password })).status).toBe(200);
    expect(await api.post("/auth/password-reset/confirm", body)).toMatchObject({
      status: 400,
      body: { detail: "Invalid or expired reset token", code: "token_invalid" },
    });
  });

  it("is answered alike for known and unknown addresses", async () => {
    const { test, api } = await setUp();
    const { email } = await createUser(test);
    const known = await api.post("/auth/password-reset/request", { email });
    const unknown = await api.post("/auth/password-reset/request", { email: "nobody@example.com" });
    expect({ status: unknown.status, body: unknown.body }).toEqual({ status: known.status, body: known.body });
  });
});

describe("the profile", () => {
  it("changes what was sent and keeps the rest; an empty phone removes it", async () => {
    const { test, api } = await setUp();
    api.token = (await signIn(test, await createUser(test), "quazzar")).session.accessToken;
    expect((await api.patch("/users/me", { phone: "+1-555-0200" })).body).toMatchObject({
      full_name: "Jo Doe",
      phone: "+1-555-0200",
      company_name: "Blue Harbour",
    });
    expect((await api.patch("/users/me", { full_name: "Jo D." })).body).toMatchObject({ phone: "+1-555-0200" });
    expect((await api.patch("/users/me", { phone: "" })).body).toMatchObject({ full_name: "Jo D.", phone: null });
    expect((await api.get("/users/me")).body).toMatchObject({ full_name: "Jo D.", phone: null });
  });
});
