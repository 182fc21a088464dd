import { describe, expect, it } from "vitest";
import { requestPasswordReset, resetPassword } from "@/lib/core/accounts/password";
import { BearerClient, bodyText } from "@/tests/support/bearer-client";
import { createUser, emailOf, signIn, totpCode } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { atOnce, expectOk } from "@/tests/support/outcomes";
import { ownedBy, ownerPassword as password, setUpPandora } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { pandora } from "./api";

const unauthorized = { status: 401, body: { error: "unauthorized" } };

describe("before the set-up", () => {
  it("403 setup_required: everything below /api, known or not, but the set-up", async () => {
    const api = new BearerClient(await testContext(), pandora);
    for (const { method, path } of pandora.routes.filter((route) => route.path.startsWith("/api/"))) {
      if (path === "/api/auth/setup") continue;
      const sent = method === "get" ? await api.get(path) : await api.send(method === "post" ? "POST" : "DELETE", path);
      expect(sent, path).toMatchObject({ status: 403, body: { error: "setup_required" } });
    }
    expect(await api.get("/api/threads")).toMatchObject({ status: 403, body: { error: "setup_required" } });
    expect((await api.get("/api/auth/setup")).status).toBe(405);
    expect((await api.get("/elsewhere")).status).toBe(404);
    expect((await api.get("/openapi.json")).status).toBe(200);
  });
});

describe("GET /", () => {
  it("200: tells set-up and sign-in apart, with a trailing slash and without", async () => {
    const test = await testContext();
    const api = new BearerClient(test, pandora);
    const body = { name: "Pandora", version: "0.1.0", runtime: "node", serverless: false };
    for (const path of ["", "/"]) {
      const status = await api.get(path);
      expect(status.body).toEqual({ ...body, auth: { setup: false, authenticated: false } });
    }
    await setUpPandora(api);
    expect((await api.get("")).body).toEqual({ ...body, auth: { setup: true, authenticated: true } });
    expect((await api.get("", { token: "nonsense" })).body).toMatchObject({ auth: { authenticated: false } });
    expect((await api.send("HEAD", "")).status).toBe(200);
    expect((await api.post("", {})).status).toBe(405);
  });
});

describe("POST setup", () => {
  it("201: makes the first admin under the configured address, who can sign in everywhere", async () => {
    const test = await testContext({ config: { ownerEmail: "boss@foyer.example" } });
    const api = new BearerClient(test, pandora);
    const { status, body } = await api.post("/api/auth/setup", { password });
    const now = test.clock.now().getTime();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      expiresAt: new Date(now + 15 * 60_000).toISOString(),
      refreshExpiresAt: new Date(now + 7 * 24 * 3_600_000).toISOString(),
    });
    const [owner, ...others] = await test.ctx.db.user.findMany({ include: { tenant: true } });
    expect(others).toEqual([]);
    expect(owner).toMatchObject({
      email: "boss@foyer.example",
      name: "Owner",
      isAdmin: true,
      tenant: { name: "Foyer" },
    });
    const native = new NativeClient(test);
    expect((await native.post("login", { email: "boss@foyer.example", password })).status).toBe(200);
    expect((await api.post("/api/auth/login", { password })).status).toBe(200);
  });

  it("409 already_setup: here, set up natively, and for all but one of ten at once", async () => {
    const test = await testContext();
    const api = new BearerClient(test, pandora);
    const answers = await atOnce(10, () => api.post("/api/auth/setup", { password }));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)?.body).toEqual({ error: "already_setup" });
    expect(await test.ctx.db.user.count()).toBe(1);
    expect((await new NativeClient(test).post("setup", { name: "Ana", email: "a@b.example", password })).status).toBe(
      409,
    );
  });

  it("400, 403: a short or guessable password, a missing or wrong set-up token; nothing is written", async () => {
    const test = await testContext({ config: { setupToken: "printed-at-the-start" } });
    const api = new BearerClient(test, pandora);
    const setup = async (json: unknown) => (await api.post("/api/auth/setup", json)).body;
    expect(await setup({ password: "1234567" })).toEqual({ error: "validation_failed" });
    expect(await setup({ password })).toEqual({ error: "setup_token_invalid" });
    expect(await setup({ password, setupToken: "wrong" })).toEqual({ error: "setup_token_invalid" });
    const setupToken = "printed-at-the-start";
    expect(await setup({ password: "administrator", setupToken })).toEqual({ error: "password_rejected" });
    expect(await test.ctx.db.user.count()).toBe(0);
    expect((await api.post("/api/auth/setup", { password, setupToken })).status).toBe(201);
  });
});

describe("POST login", () => {
  it("200: whoever set the instance up, whatever their address is by now", async () => {
    const test = await testContext();
    const owner = await createUser(test);
    await createUser(test);
    await ownedBy(test, owner.id);
    const api = new BearerClient(test, pandora);
    expect((await api.post("/api/auth/login", { password: owner.password })).status).toBe(200);
    await test.ctx.db.user.update({ where: { id: owner.id }, data: { email: "moved@company.example" } });
    expect((await api.post("/api/auth/login", { password: owner.password })).status).toBe(200);
  });

  it("401 invalid_credentials: a wrong password, and an owner whose account is gone", async () => {
    const test = await testContext();
    const api = new BearerClient(test, pandora);
    await setUpPandora(api);
    const wrong = { status: 401, body: { error: "invalid_credentials" } };
    expect(await api.post("/api/auth/login", { password: "wrong password" })).toMatchObject(wrong);
    await test.ctx.db.instance.update({
      where: { id: 1 },
      data: { firstAdminId: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11" },
    });
    const verified = test.hasher.verified;
    expect(await api.post("/api/auth/login", { password })).toMatchObject(wrong);
    expect(test.hasher.verified, "costs the same").toBe(verified + 1);
  });

  it("401 mfa_required without a code, mfa_code_invalid with a wrong one, 200 with a right one", async () => {
    const test = await testContext();
    const owner = await createUser(test, { mfa: true });
    await ownedBy(test, owner.id);
    const api = new BearerClient(test, pandora);
    const login = (code?: string) => api.post("/api/auth/login", { password: owner.password, code });
    expect(await login()).toMatchObject({ status: 401, body: { error: "mfa_required" } });
    expect(await login("000000")).toMatchObject({ status: 401, body: { error: "mfa_code_invalid" } });
    expect(await login(await totpCode(test, owner.totpSecret))).toMatchObject({ status: 200 });
    expect(await login(owner.recoveryCodes[0])).toMatchObject({ status: 200 });
  });

  it("403: an owner who was deactivated, after the right password only", async () => {
    const test = await testContext();
    const owner = await createUser(test, { isDeactivated: true });
    await ownedBy(test, owner.id);
    const api = new BearerClient(test, pandora);
    expect(await api.post("/api/auth/login", { password: "wrong password" })).toMatchObject({ status: 401 });
    const closed = await api.post("/api/auth/login", { password: owner.password });
    expect(closed).toMatchObject({ status: 403, body: { error: "account_deactivated" } });
  });
});

describe("POST refresh", () => {
  it("400 refresh_token_required, 401 unauthorized, 200 and the next token", async () => {
    const test = await testContext();
    const api = new BearerClient(test, pandora);
    const pair = await setUpPandora(api);
    const missing = { status: 400, body: { error: "refresh_token_required" } };
    expect(await api.post("/api/auth/refresh", {})).toMatchObject(missing);
    expect(await api.post("/api/auth/refresh")).toMatchObject(missing);
    expect(await api.post("/api/auth/refresh", { refreshToken: "" })).toMatchObject(missing);
    expect(await api.post("/api/auth/refresh", { refreshToken: "nonsense" })).toMatchObject(unauthorized);
    const next = await api.post("/api/auth/refresh", { refreshToken: pair.refreshToken });
    expect(next.status).toBe(200);
    expect(bodyText(next, "refreshToken")).not.toBe(pair.refreshToken);
    test.clock.advance({ days: 8 });
    const expired = await api.post("/api/auth/refresh", { refreshToken: bodyText(next, "refreshToken") });
    expect(expired).toMatchObject(unauthorized);
  });

  it("401 and the end of all sessions: a token used again", async () => {
    const test = await testContext();
    const api = new BearerClient(test, pandora);
    const pair = await setUpPandora(api);
    const native = new NativeClient(test);
    await native.post("login", { email: test.app.config.ownerEmail, password });
    await api.post("/api/auth/refresh", { refreshToken: pair.refreshToken });
    test.clock.advance({ seconds: 31 });
    expect(await api.post("/api/auth/refresh", { refreshToken: pair.refreshToken })).toMatchObject(unauthorized);
    expect(await api.get("/api/auth/sessions")).toMatchObject(unauthorized);
    expect((await native.get("profile")).status).toBe(401);
  });
});

describe("what is not a token here", () => {
  it("401: none, nonsense, an expired one, a refresh token, a native one, that of somebody deactivated", async () => {
    const test = await testContext();
    const api = new BearerClient(test, pandora);
    const pair = await setUpPandora(api);
    const native = await nativeSession(test);
    for (const token of [null, "nonsense", pair.refreshToken, native]) {
      for (const path of ["/api/auth/logout", "/api/auth/change-password"]) {
        expect(await api.post(path, {}, { token }), path).toMatchObject(unauthorized);
      }
      expect(await api.get("/api/auth/sessions", { token })).toMatchObject(unauthorized);
      expect(await api.delete("/api/auth/sessions", undefined, { token })).toMatchObject(unauthorized);
      expect(await api.delete("/api/auth/sessions/x", undefined, { token })).toMatchObject(unauthorized);
    }
    const authorization = { headers: { authorization: `Bearer ${pair.token}` } };
    expect((await new NativeClient(test).get("profile", authorization)).status).toBe(401);
    test.clock.advance({ minutes: 15, seconds: 1 });
    expect(await api.get("/api/auth/sessions")).toMatchObject(unauthorized);
  });

  it("401 from the next request on: a reset password", async () => {
    const test = await testContext();
    const api = new BearerClient(test, pandora);
    await setUpPandora(api);
    const email = emailOf(test.app.config.ownerEmail);
    await requestPasswordReset(test.ctx, { email });
    await test.runJobs();
    const token = await test.mails.lastToken(email, "password-reset");
    expectOk(await resetPassword(test.ctx, { token, password: "an even better secret" }));
    expect(await api.get("/api/auth/sessions")).toMatchObject(unauthorized);
  });
});

async function nativeSession(test: TestContext): Promise<string> {
  const email = emailOf(test.app.config.ownerEmail);
  const owner = { id: "", tenantId: "", name: "", totpSecret: "", recoveryCodes: [], email, password };
  return (await signIn(test, owner)).session.accessToken;
}
