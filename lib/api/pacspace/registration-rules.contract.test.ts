import { beforeEach, describe, expect, it } from "vitest";
import { quazzar } from "@/lib/api/quazzar/api";
import { rejectAccessRequest } from "@/lib/core/access-requests/decide";
import { revokeApproval } from "@/lib/core/access-requests/invitation";
import { BearerClient } from "@/tests/support/bearer-client";
import { createApproval, createUser, emailOf, signIn, uniqueEmail } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";

const needsApproval = { status: 403, error: { code: "REGISTRATION_REQUIRES_APPROVAL" } };

let test: TestContext;
let api: NativeClient;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
});

function account(email: string, approvalToken: string, password = "SecurePass1") {
  const about = { name: "Jane Doe", organization: "Green Field", buyerMode: "DIRECT_INFERENCE_VENDOR" };
  return { ...about, email, password, approvalToken };
}

async function accounts() {
  return {
    users: await test.ctx.db.user.count({ where: { isAdmin: false } }),
    tenants: await test.ctx.db.tenant.count(),
  };
}

describe("an approval's token", () => {
  it("creates one account for an approval token, however the address is spelled", async () => {
    const { email, token } = await createApproval(test, { email: emailOf("jane.kim@company.example") });
    const lookAlikes = [
      "ｊane.kim@company.example",
      "jane.kim＠company.example",
      "jane.\u212aim@company.example",
      "jane.kım@company.example",
    ];
    for (const spelling of lookAlikes) {
      const answer = await api.post("register", account(spelling, token));
      expect(answer, spelling).toMatchObject({ status: 400, error: { code: "VALIDATION_FAILED" } });
    }
    const varied = await api.post("register", account(" JANE.Kim@Company.Example ", token));
    expect(varied).toMatchObject({ status: 201, data: { user: { email } } });
    expect((await api.post("register", account("Jane.Kim@company.example", token))).status).toBe(403);
    expect(await test.ctx.db.user.findMany({ where: { isAdmin: false }, select: { email: true } })).toEqual([
      { email },
    ]);
  });

  it("rejects an approval token that expired, was revoked, or whose request was rejected", async () => {
    const [withdrawn, rejected, late] = [
      await createApproval(test),
      await createApproval(test),
      await createApproval(test),
    ];
    const before = await accounts();
    expectOk(await revokeApproval(test.ctx, withdrawn.admin, { id: withdrawn.request.id }));
    expectOk(await revokeApproval(test.ctx, rejected.admin, { id: rejected.request.id }));
    expectOk(await rejectAccessRequest(test.ctx, rejected.admin, { id: rejected.request.id, notify: true }));
    for (const { email, token } of [withdrawn, rejected]) {
      expect(await api.post("register", account(email, token))).toMatchObject(needsApproval);
    }
    test.clock.advance({ days: 14 });
    expect(await api.post("register", account(late.email, late.token))).toMatchObject(needsApproval);
    expect(await accounts()).toEqual(before);
  });
});

describe("fields that are not for the sender", () => {
  const extras = {
    role: "admin",
    isAdmin: true,
    emailVerified: true,
    isVerified: true,
    tenantId: "1",
    plan: "PRO",
    mfaEnabled: true,
    createdAt: "2020-01-01T00:00:00Z",
    constructor: { prototype: { isAdmin: true } },
  };

  it("rejects fields that an applicant may not set at sign-up, without using the token", async () => {
    const { email, token } = await createApproval(test);
    const before = await accounts();
    for (const [name, value] of Object.entries(extras)) {
      const answer = await api.post("register", { ...account(email, token), [name]: value });
      expect(answer, name).toMatchObject({ status: 400, error: { code: "VALIDATION_FAILED" } });
    }
    const planted = JSON.stringify(account(email, token)).replace("{", '{"__proto__":{"isAdmin":true},');
    const headers = { "content-type": "application/json" };
    expect((await api.post("register", undefined, { body: planted, headers })).status).toBe(400);
    expect(await accounts()).toEqual(before);
    expect((await api.post("register", account(email, token))).status).toBe(201);
    const stored = await test.ctx.db.user.findUniqueOrThrow({ where: { email }, include: { tenant: true } });
    expect(stored).toMatchObject({ isAdmin: false, emailVerifiedAt: null, tenant: { plan: "FREE" } });
  });

  it("rejects fields that a user may not set in every API's profile and preferences", async () => {
    const user = await createUser(test);
    await api.signIn(user);
    const other = new BearerClient(test, quazzar);
    other.token = (await signIn(test, user, "quazzar")).session.accessToken;
    const stored = () => test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id }, include: { tenant: true } });
    const before = await stored();
    const planted = '{"__proto__":{"isAdmin":true}}';
    const headers = { "content-type": "application/json" };
    for (const path of ["profile", "preferences"]) {
      for (const [name, value] of Object.entries(extras)) {
        const body = path === "profile" ? { name: "Jo" } : { preferredEnvironment: "sandbox" };
        expect((await api.patch(path, { ...body, [name]: value })).status, `${path} ${name}`).toBe(400);
      }
      expect((await api.patch(path, undefined, { body: planted, headers })).status).toBe(400);
    }
    for (const [name, value] of Object.entries(extras)) {
      expect((await other.patch("/users/me", { [name]: value })).status, name).toBe(422);
    }
    expect((await other.patch("/users/me", undefined, { body: planted, headers })).status).toBe(422);
    expect(await stored()).toEqual(before);
  });
});

describe("a password at sign-up", () => {
  it("rejects a guessable password with the reason, without using the token", async () => {
    const { email, token } = await createApproval(test, { organization: "Green Field" });
    const before = await accounts();
    const refused = ["seven77", "password123", email, "green field", "GreenField", "x".repeat(129), "🔑".repeat(129)];
    for (const password of refused) {
      const { status, error } = await api.post("register", account(email, token, password));
      expect({ status, code: error?.code, password }).toEqual({ status: 400, code: "PASSWORD_REJECTED", password });
      expect(error?.fieldErrors?.password?.[0]).toMatch(/^(Use|This password) .*\.$/);
    }
    expect(await accounts()).toEqual(before);
    expect((await api.post("register", account(email, token))).status).toBe(201);
  });

  it.each([
    "SecurePass1",
    "NewSecurePass1",
    "EvenStronger2",
    "8-fjords",
    "correct horse battery staple and a very long tail of words 1234",
    "   spaces around   ",
    "🦊🦊🐢🐢🐙🐙🦉🦉🐝",
    "🔑🦊🐢".repeat(42),
  ])("keeps a password exactly as typed: %j", async (password) => {
    const { email, token } = await createApproval(test);
    expect((await api.post("register", account(email, token, password))).status).toBe(201);
    await api.get(`verify?token=${await test.mails.lastToken(email, "verify-email")}`);
    expect((await api.post("login", { email, password: [...password.trim()].slice(0, -1).join("") })).status).toBe(401);
    expect((await api.post("login", { email, password })).status).toBe(200);
  });
});

it("rejects sign-ins before the address is verified, and says so only with the right password", async () => {
  const { email, token } = await createApproval(test);
  await api.post("register", account(email, token));
  const right = await api.post("login", { email, password: "SecurePass1" });
  expect(right).toMatchObject({ status: 403, error: { code: "EMAIL_NOT_VERIFIED" }, setCookies: [] });
  const answers = [];
  for (const address of [email, uniqueEmail("nobody")]) {
    const { status, error, headers } = await api.post("login", { email: address, password: "wrong password" });
    answers.push(JSON.stringify({ status, ...error, requestId: "", names: [...headers.keys()].sort() }));
  }
  expect(new Set(answers).size).toBe(1);
  expect(await test.ctx.db.session.count({ where: { user: { email } } })).toBe(0);
});
