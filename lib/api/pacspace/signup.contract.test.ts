import { describe, expect, it } from "vitest";
import { rejectAccessRequest } from "@/lib/core/access-requests/decide";
import { createAccessRequest, createApproval, createUser, strangeToken } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { atOnce, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";

const application = {
  name: "Jane Doe",
  email: "jane@company.com",
  organization: "Acme Inc",
  buyerMode: "DIRECT_INFERENCE_VENDOR",
  useCase: "Record usage before monthly invoices go out.",
};

function account(email: string, approvalToken?: string) {
  const { name, organization, buyerMode } = application;
  return { name, email, password: "SecurePass1", organization, buyerMode, ...(approvalToken ? { approvalToken } : {}) };
}

async function verificationToken(test: TestContext, email: string) {
  return test.mails.lastToken(email, "verify-email");
}

describe("POST request-access", () => {
  it("answers a request for access alike, whether the address is new, pending, decided or registered", async () => {
    const test = await testContext();
    const api = new NativeClient(test);
    const waiting = await createAccessRequest(test);
    const rejected = await createAccessRequest(test);
    const approved = await createApproval(test);
    expectOk(await rejectAccessRequest(test.ctx, approved.admin, { id: rejected.id, notify: false }));
    const user = await createUser(test);
    const answers = [];
    for (const { email } of [application, waiting, rejected, approved, user]) {
      const { status, data, message, headers } = await api.post("request-access", { ...application, email });
      answers.push({ status, data, message, headers: [...headers].filter(([name]) => name !== "x-request-id") });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 202, data: null });
  });

  it("400: refuses a buyer mode that does not exist here", async () => {
    const api = new NativeClient(await testContext());
    const { status, error } = await api.post("request-access", { ...application, buyerMode: "NO_SUCH_MODE" });
    expect(status).toBe(400);
    expect(error).toMatchObject({ code: "VALIDATION_FAILED", fieldErrors: { buyerMode: [expect.any(String)] } });
  });
});

describe("POST register", () => {
  it("201: creates account and tenant, and mails the verification link", async () => {
    const test = await testContext();
    const approval = await createApproval(test, { organization: application.organization });
    const registered = await new NativeClient(test).post("register", account(approval.email, approval.token));
    expect(registered.status).toBe(201);
    expect(registered.setCookies).toEqual([]);
    expect(registered.data).toMatchObject({
      user: { email: approval.email, name: "Jane Doe", emailVerified: false },
      tenant: { name: "Acme Inc" },
    });
    expect(await verificationToken(test, approval.email)).toHaveLength(43);
  });

  it("needs a token that was emailed to this address, and accepts it once", async () => {
    const test = await testContext();
    const approval = await createApproval(test, { organization: application.organization });
    const api = new NativeClient(test);
    const left = async () => [
      await test.ctx.db.user.count(),
      await test.ctx.db.tenant.count(),
      (await test.mails.all()).length,
    ];
    const before = await left();
    for (const body of [
      account(approval.email),
      { ...account(approval.email), approvalToken: "" },
      account(approval.email, strangeToken()),
      account(approval.email, "malformed"),
      account("someone@else.example", approval.token),
    ]) {
      const { status, error } = await api.post("register", body);
      expect({ status, code: error?.code }).toEqual({ status: 403, code: "REGISTRATION_REQUIRES_APPROVAL" });
    }
    expect(await left()).toEqual(before);
    expect((await api.post("register", account(approval.email, approval.token))).status).toBe(201);
    const after = await left();
    const again = await api.post("register", account(approval.email, approval.token));
    expect(again).toMatchObject({ status: 403, error: { code: "REGISTRATION_REQUIRES_APPROVAL" } });
    expect(await left()).toEqual(after);
  });

  it("400: says why a password is refused, without spending the token", async () => {
    const test = await testContext();
    const approval = await createApproval(test, { organization: application.organization });
    const api = new NativeClient(test);
    for (const password of ["short 1", "password123", approval.email, "x".repeat(129)]) {
      const { status, error } = await api.post("register", { ...account(approval.email, approval.token), password });
      expect({ status, code: error?.code, password }).toEqual({ status: 400, code: "PASSWORD_REJECTED", password });
      expect(error?.fieldErrors?.password?.[0]).toMatch(/^(Use|This password) .*\.$/);
    }
    expect((await api.post("register", account(approval.email, approval.token))).status).toBe(201);
  });

  it("creates one account out of many requests with one token at once", async () => {
    const test = await testContext();
    const approval = await createApproval(test, { organization: application.organization });
    const before = await test.ctx.db.user.count();
    const answers = await atOnce(10, () =>
      new NativeClient(test).post("register", account(approval.email, approval.token)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 403]));
    expect(await test.ctx.db.user.count()).toBe(before + 1);
  });
});

describe("GET verify", () => {
  async function unverified() {
    const test = await testContext();
    const { email, token } = await createApproval(test, { organization: application.organization });
    const api = new NativeClient(test);
    await api.post("register", account(email, token));
    return { test, api, email, token: await verificationToken(test, email) };
  }

  it("verifies an address, also the second time, and signs nobody in", async () => {
    const { api, email, token } = await unverified();
    for (const _ of [1, 2]) {
      const verified = await api.get(`verify?token=${token}`);
      expect(verified).toMatchObject({ status: 200, data: { email }, setCookies: [] });
    }
    expect((await api.post("login", { email, password: "SecurePass1" })).status).toBe(200);
  });

  it("doesn't use a verification link for HEAD or OPTIONS", async () => {
    const { test, api, email, token } = await unverified();
    expect((await api.send("HEAD", `verify?token=${token}`)).status).toBe(204);
    expect((await api.send("OPTIONS", `verify?token=${token}`)).status).toBe(405);
    expect((await test.ctx.db.user.findUniqueOrThrow({ where: { email } })).emailVerifiedAt).toBeNull();
  });

  it("rejects unknown, expired and foreign verification tokens alike", async () => {
    const { test, api, email, token } = await unverified();
    const approval = await createApproval(test, { organization: application.organization });
    await api.post("request-password-reset", { email });
    await test.runJobs();
    const reset = await test.mails.lastToken(email, "password-reset");
    for (const foreign of [approval.token, reset]) {
      expect((await api.get(`verify?token=${foreign}`)).error?.code).toBe("TOKEN_INVALID");
    }
    test.clock.advance({ hours: 25 });
    for (const wrong of [token, approval.token, strangeToken(), "x", "%F0%9F%92%A9"]) {
      const { status, error } = await api.get(`verify?token=${wrong}`);
      expect({ status, code: error?.code }).toEqual({ status: 400, code: "TOKEN_INVALID" });
    }
  });

  it("400: refuses no token, two tokens and unknown parameters", async () => {
    const { api, token } = await unverified();
    for (const query of ["", "?token=", `?token=${token}&token=${token}`, `?token=${token}&next=/`, "?token=%00"]) {
      expect((await api.get(`verify${query}`)).error?.code).toBe("VALIDATION_FAILED");
    }
  });
});

describe("POST resend-verification-email", () => {
  it("answers everyone alike who asks for a verification email, and sends it only where one is due", async () => {
    const test = await testContext();
    const api = new NativeClient(test);
    const waiting = await createUser(test, { isVerified: false });
    const verified = await createUser(test);
    const answers = [];
    for (const email of [waiting.email, verified.email, "nobody@company.example"]) {
      const { status, data, message, headers } = await api.post("resend-verification-email", { email });
      answers.push(JSON.stringify({ status, data, message, names: [...headers.keys()].sort() }));
    }
    expect(new Set(answers).size).toBe(1);
    await test.runJobs();
    expect(await test.mails.templatesTo(waiting.email)).toEqual(["verify-email"]);
    expect(await test.mails.templatesTo(verified.email)).toEqual([]);
    const token = await verificationToken(test, waiting.email);
    expect(textAt(await api.get(`verify?token=${token}`), "email")).toBe(waiting.email);
  });

  it("sends one address at most three verification emails an hour, and only the last link works", async () => {
    const test = await testContext({ limits: "counting" });
    const api = new NativeClient(test);
    const { email } = await createUser(test, { isVerified: false });
    const tokens = [];
    for (let ask = 0; ask < 8; ask += 1) {
      const from = { headers: { "x-forwarded-for": `198.51.100.${ask}` } };
      expect((await api.post("resend-verification-email", { email }, from)).status).toBe(200);
      await test.runJobs();
      tokens.push(await verificationToken(test, email));
    }
    expect(await test.mails.templatesTo(email)).toEqual(["verify-email", "verify-email", "verify-email"]);
    const [first, second, third] = [...new Set(tokens)];
    for (const dead of [first, second])
      expect((await api.get(`verify?token=${dead}`)).error?.code).toBe("TOKEN_INVALID");
    expect((await api.get(`verify?token=${third}`)).status).toBe(200);
  });
});
