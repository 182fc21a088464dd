import { beforeEach, describe, expect, it } from "vitest";
import { BearerClient, bodyText } from "@/tests/support/bearer-client";
import { createUser, signIn, strangeToken, type TestUser, uniqueEmail } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { panguard } from "./api";

const password = "secureP@ssw0rd";
let test: TestContext;
let api: BearerClient;

beforeEach(async () => {
  test = await testContext();
  api = new BearerClient(test, panguard);
});

async function logIn({ email, password }: Pick<TestUser, "email" | "password">): Promise<string> {
  const answer = await api.post("/login", { email, password });
  expect(answer.status).toBe(200);
  return bodyText(answer, "data.token");
}

describe("register", () => {
  it("201: an account that waits for its address, without a token until then", async () => {
    const email = uniqueEmail();
    const answer = await api.post("/register", { email, name: "Alice Chen", password });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        data: {
          user: { email, name: "Alice Chen", tier: "free", machineLimit: 1, totpEnabled: false, trialEndsAt: null },
          token: null,
          expiresAt: null,
        },
      },
    });
    expect(JSON.stringify(await test.mails.last(email, "verify-email"))).toContain(
      "http://localhost:3000/verify-email?token=",
    );
    const closed = await api.post("/login", { email, password });
    expect(closed).toMatchObject({ status: 403, body: { error: expect.stringContaining("Verify your email") } });
    const native = new NativeClient(test);
    await native.get(`verify?token=${await test.mails.lastToken(email, "verify-email")}`);
    api.token = await logIn({ email, password });
    expect(bodyText(await api.get("/me"), "data.id")).toBe(bodyText(answer, "data.user.id"));
  });

  it("201: answers a known address like a new one; nothing changes and its owner is told", async () => {
    const known = await createUser(test);
    const before = await test.ctx.db.user.findMany();
    const answer = await api.post("/register", { email: known.email, name: "Mallory", password });
    expect(answer).toMatchObject({
      status: 201,
      body: { data: { user: { email: known.email, name: "Mallory" }, token: null } },
    });
    expect(bodyText(answer, "data.user.id")).not.toBe(`usr_${known.id.replaceAll("-", "")}`);
    expect(await test.ctx.db.user.findMany()).toEqual(before);
    expect(await test.ctx.db.tenant.count()).toBe(1);
    expect(await test.mails.templatesTo(known.email)).toEqual(["already-registered"]);
  });

  it("403: is closed unless COMPAT_SIGNUP is open", async () => {
    const closed = await testContext({ config: { compatSignup: "approval" } });
    const body = { email: uniqueEmail(), name: "Alice Chen", password };
    expect(await new BearerClient(closed, panguard).post("/register", body)).toMatchObject({
      status: 403,
      body: { error: "Registration is by invitation only." },
    });
    expect(await closed.ctx.db.user.count()).toBe(0);
  });

  it("400: refuses a password that is easy to guess or out of bounds", async () => {
    for (const weak of ["password1", "7 chars", "x".repeat(129)]) {
      const answer = await api.post("/register", { email: uniqueEmail(), name: "Alice Chen", password: weak });
      expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(/guess|characters/) } });
    }
  });
});

describe("login, me and logout", () => {
  it("401: answers an unknown address and a wrong password alike", async () => {
    const { email } = await createUser(test);
    const wrong = await api.post("/login", { email, password: "wrong password" });
    expect(wrong).toMatchObject({ status: 401, body: { error: "Incorrect email or password." } });
    expect((await api.post("/login", { email: uniqueEmail(), password: "wrong password" })).body).toEqual(wrong.body);
  });

  it("403: tells the holder of the password alone that the account is deactivated", async () => {
    const { email, password } = await createUser(test, { isDeactivated: true });
    expect(await api.post("/login", { email, password })).toMatchObject({ status: 403 });
    expect(await api.post("/login", { email, password: "wrong password" })).toMatchObject({ status: 401 });
  });

  it.each([
    ["FREE", "free", 1],
    ["PRO", "pro", 10],
    ["TEAM", "team", 50],
  ] as const)("me: tier and machines of the plan %s, dates of the account's row", async (plan, tier, machineLimit) => {
    const user = await createUser(test);
    await test.ctx.db.tenant.updateMany({ data: { plan } });
    api.token = await logIn(user);
    const { createdAt, updatedAt } = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect((await api.get("/me")).body).toMatchObject({
      data: { tier, machineLimit, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
    });
  });

  it("logout ends this token and no other", async () => {
    const user = await createUser(test);
    const other = await logIn(user);
    api.token = await logIn(user);
    expect((await api.post("/logout")).status).toBe(200);
    expect((await api.get("/me")).status).toBe(401);
    expect((await api.post("/logout")).status).toBe(401);
    expect((await api.get("/me", { token: other })).status).toBe(200);
  });
});

describe("the token", () => {
  it("lives 24 hours, as login says", async () => {
    const user = await createUser(test);
    const answer = await api.post("/login", { email: user.email, password: user.password });
    const day = 24 * 60 * 60;
    expect(bodyText(answer, "data.expiresAt")).toBe(new Date(test.clock.now().getTime() + day * 1000).toISOString());
    api.token = bodyText(answer, "data.token");
    test.clock.advance({ seconds: day - 1 });
    expect((await api.get("/me")).status).toBe(200);
    test.clock.advance({ seconds: 1 });
    expect((await api.get("/me")).status).toBe(401);
  });

  it("ends at once when its session is revoked from the native list", async () => {
    const user = await createUser(test);
    api.token = await logIn(user);
    const native = new NativeClient(test);
    await native.signIn(user);
    const { id } = await test.ctx.db.session.findFirstOrThrow({ where: { audience: "panguard" } });
    expect((await native.delete(`sessions/${id}`)).status).toBe(200);
    expect((await api.get("/me")).status).toBe(401);
  });

  it("is refused when it is another API's, a guess or missing", async () => {
    const user = await createUser(test);
    const tokens: (string | null)[] = [null, "", "guess", "eyJhbGciOiJub25lIn0.e30."];
    for (const audience of ["pacspace", "balance", "pandora", "quazzar"] as const) {
      tokens.push((await signIn(test, user, audience)).session.accessToken);
    }
    const secured = panguard.routes.filter(({ access }) => access !== "public");
    expect(secured).toHaveLength(6);
    for (const token of tokens) {
      for (const { method, path } of secured) {
        const answer = await api.send(method === "get" ? "GET" : "POST", path, { token });
        expect(answer).toMatchObject({
          status: 401,
          body: { error: "Your token is invalid or expired. Log in again." },
        });
      }
    }
  });
});

describe("password reset", () => {
  it("ends the sessions of every API; the token is good once and for an hour", async () => {
    const user = await createUser(test);
    api.token = await logIn(user);
    const native = new NativeClient(test);
    await native.signIn(user);
    const ask = async () => {
      await api.post("/forgot-password", { email: user.email });
      await test.runJobs();
      return test.mails.lastToken(user.email, "password-reset");
    };
    const reset = (token: string, newPassword: string) => api.post("/reset-password", { token, newPassword });
    const token = await ask();
    expect(await reset(token, "password1")).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("guess") },
    });
    expect((await reset(token, "newSecureP@ss")).status).toBe(200);
    expect((await api.get("/me")).status).toBe(401);
    expect((await native.get("profile")).status).toBe(401);
    const late = await ask();
    test.clock.advance({ seconds: 60 * 60 });
    for (const dead of [token, late, strangeToken()]) {
      expect(await reset(dead, "another P@ss")).toMatchObject({
        status: 400,
        body: { error: "Reset token is invalid or has expired" },
      });
    }
    await logIn({ email: user.email, password: "newSecureP@ss" });
  });

  it("forgot-password: answers alike for an unknown address, and mails nobody", async () => {
    const { email } = await createUser(test);
    const known = await api.post("/forgot-password", { email });
    const unknown = await api.post("/forgot-password", { email: uniqueEmail() });
    expect(unknown).toMatchObject({ status: 200, body: known.body });
    await test.runJobs();
    expect((await test.mails.all()).map(({ to }) => to)).toEqual([email]);
  });
});

it("words unknown paths and methods in its own envelope", async () => {
  expect(await api.get("/nowhere")).toMatchObject({ status: 404, body: { ok: false } });
  const wrong = await api.post("/me");
  expect(wrong).toMatchObject({ status: 405, body: { ok: false } });
  expect(wrong.headers.get("allow")).toBe("GET, HEAD");
});
