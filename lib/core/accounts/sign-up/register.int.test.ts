import { describe, expect, it } from "vitest";
import { registerSchema } from "@/lib/values/forms";
import {
  askForAccess,
  createApproval,
  createUser,
  emailOf,
  registerInput,
  strangeToken,
  uniqueEmail,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { findInvitation } from "../../access-requests/applicant";
import { nativeAudience } from "../../sessions/audiences";
import { logIn } from "../../sign-in/log-in";
import { register } from "./register";
import { verifyEmail } from "./verify-email";

async function counts({ ctx }: TestContext) {
  const [users, tenants] = await Promise.all([ctx.db.user.count({ where: { isAdmin: false } }), ctx.db.tenant.count()]);
  return { users, tenants: tenants - (await ctx.db.user.count({ where: { isAdmin: true } })) };
}

describe("registering with an approval", () => {
  it("creates the account and its tenant, and mails the verification link", async () => {
    const test = await testContext();
    const { email, token, request } = await createApproval(test, { buyerMode: "RESEARCH" });
    const created = expectOk(await register(test.ctx, registerInput({ email, approvalToken: token })));

    expect(created).toMatchObject({
      user: { email, name: "Jane Applicant", emailVerified: false },
      tenant: { name: "Green Field" },
    });
    const user = await test.ctx.db.user.findUniqueOrThrow({
      where: { id: created.user.id },
      include: { tenant: true },
    });
    expect(user).toMatchObject({ emailVerifiedAt: null, passwordHash: null, isAdmin: false, tenantRole: "OWNER" });
    expect(user.tenant).toMatchObject({ plan: "FREE", buyerMode: "RESEARCH", sandboxEnvironment: "ACTIVE" });
    expect(await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: request.id } })).toMatchObject({
      status: "REGISTERED",
      userId: user.id,
    });
    expect((await test.mails.last(email, "verify-email")).url).toMatch(/\/verify-email\?token=/);
  });

  it("one approval token makes one account, however many use it at once", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    const results = await atOnce(20, (index) =>
      register(test.ctx, registerInput({ email, approvalToken: token, password: `my own secret ${index}` })),
    );
    const { ok, ...refused } = tally(results);
    expect(ok).toBe(1);
    expect(
      Object.keys(refused).filter((code) => !["registration_requires_approval", "email_taken"].includes(code)),
    ).toEqual([]);
    expect(await counts(test)).toEqual({ users: 1, tenants: 1 });
    expect((await test.mails.templatesTo(email)).filter((name) => name === "verify-email")).toHaveLength(1);
    const winner = results.findIndex((result) => result.ok);
    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(email, "verify-email") }));
    const credentials = { email, password: `my own secret ${winner}` };
    expect(codeOf(await logIn(test.ctx, credentials, nativeAudience))).toBe("ok");
  });

  it("many approval tokens of one address, used at once, make one account", async () => {
    const test = await testContext();
    const { email, request } = await createApproval(test);
    const tokens = [await test.mails.lastToken(email, "access-approved")];
    for (let more = 0; more < 9; more += 1) {
      const { name, organization, buyerMode, useCase } = request;
      await askForAccess(test, { email, name, organization, buyerMode, useCase });
      tokens.push(await test.mails.lastToken(email, "access-approved"));
    }
    expect(new Set(tokens).size).toBe(10);
    const results = await atOnce(20, (index) =>
      register(test.ctx, registerInput({ email, approvalToken: tokens[index % 10] ?? "" })),
    );
    expect(tally(results).ok).toBe(1);
    expect(await counts(test)).toEqual({ users: 1, tenants: 1 });
  });

  it("is refused without a token, and leaves no account, no tenant and no mail", async () => {
    const test = await testContext();
    const { email } = await createApproval(test);
    const mails = await test.mails.all();
    for (const approvalToken of [undefined, strangeToken(), "x", "\u0000", "' OR 1=1 --"]) {
      const { approvalToken: _, ...input } = registerInput({ email });
      const asked = approvalToken === undefined ? input : { ...input, approvalToken };
      expect(codeOf(await register(test.ctx, asked))).toBe("registration_requires_approval");
    }
    expect(await counts(test)).toEqual({ users: 0, tenants: 0 });
    expect(await test.mails.all()).toEqual(mails);
  });

  it("with somebody else's token is refused like no token, and the token is not spent", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    const thief = registerInput({ email: uniqueEmail("thief"), approvalToken: token });
    expect(codeOf(await register(test.ctx, thief))).toBe("registration_requires_approval");
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe("ok");
  });

  it("with a token of another kind is refused, and that token goes on working", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    expectOk(await register(test.ctx, registerInput({ email, approvalToken: token })));
    const verification = await test.mails.lastToken(email, "verify-email");
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: verification })))).toBe(
      "registration_requires_approval",
    );
    expect(codeOf(await verifyEmail(test.ctx, { token: verification }))).toBe("ok");
  });

  it("with a password that anybody would guess is refused, and the token is not spent", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test, { organization: "Green Field" });
    for (const password of ["password1", "qwertyuiop", "greenfield", email]) {
      const result = await register(test.ctx, registerInput({ email, approvalToken: token, password }));
      expect(result, password).toMatchObject({ ok: false, error: { code: "password_rejected" } });
    }
    expect(await findInvitation(test.ctx, token)).toMatchObject({ state: "open" });
    expect(await counts(test)).toEqual({ users: 0, tenants: 0 });
  });

  it.each([
    "SecurePass1",
    "NewSecurePass1",
    "EvenStronger2",
    "correct horse battery staple and a very long tail of words 1234",
    "pässwörter sind schön",
    "🦊🦊🐢🐢🐙🐙🦉🦉🐝",
    "p\u0000a\u0000s\u0000s!",
  ])("accepts the password %j and signs in with it", async (password) => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    const input = registerSchema.parse({ ...registerInput({ email, approvalToken: token }), password });
    expectOk(await register(test.ctx, input));
    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(email, "verify-email") }));
    expect(codeOf(await logIn(test.ctx, { email, password: input.password }, nativeAudience))).toBe("ok");
  });

  it("as the canonical address, however it is typed", async () => {
    const test = await testContext();
    const { token } = await createApproval(test, { email: emailOf("jane@company.example") });
    const input = registerSchema.parse({ ...registerInput(), email: " JANE@Company.Example ", approvalToken: token });
    expectOk(await register(test.ctx, input));
    expect((await test.ctx.db.user.findMany({ where: { isAdmin: false } })).map(({ email }) => email)).toEqual([
      "jane@company.example",
    ]);
  });

  it("leaves nothing when its mail cannot be queued", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    const broken = { ...test.ctx, mailer: { enqueue: () => Promise.reject(new Error("no queue")) } };
    await expect(register(broken, registerInput({ email, approvalToken: token }))).rejects.toThrow("no queue");
    expect(await counts(test)).toEqual({ users: 0, tenants: 0 });
    expect(await findInvitation(test.ctx, token)).toMatchObject({ state: "open" });
  });

  it("for an address that has a verified account says so, for the token proves the mailbox", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    await createUser(test, { email });
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe("email_taken");
  });
});

it("refuses a buyer mode that this instance does not have, and spends nothing", async () => {
  const test = await testContext();
  const { email, token } = await createApproval(test);
  const input = registerInput({ email, approvalToken: token, buyerMode: "MARTIAN" });
  expect(codeOf(await register(test.ctx, input))).toBe("validation_failed");
  expect(await findInvitation(test.ctx, token)).toMatchObject({ state: "open" });
});
