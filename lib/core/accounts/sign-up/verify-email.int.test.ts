import { describe, expect, it } from "vitest";
import {
  createApproval,
  createUser,
  emailOf,
  registerInput,
  strangeToken,
  uniqueEmail,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../../sessions/audiences";
import { logIn } from "../../sign-in/log-in";
import { inspectToken } from "../inspect-token";
import { requestPasswordReset } from "../password";
import { register } from "./register";
import { resendVerificationEmail } from "./registration-mail";
import { verifyEmail } from "./verify-email";

async function registered(options: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(options);
  const { email, token: approvalToken } = await createApproval(test);
  const input = registerInput({ email, approvalToken });
  expectOk(await register(test.ctx, input));
  const token = await test.mails.lastToken(email, "verify-email");
  return { test, ctx: test.ctx, email, token, password: input.password };
}

describe("verifying an address", () => {
  it("opens the way in, and signs nobody in by itself", async () => {
    const { ctx, email, token, password } = await registered();
    expect(codeOf(await logIn(ctx, { email, password }, nativeAudience))).toBe("email_not_verified");
    expect(expectOk(await verifyEmail(ctx, { token }))).toEqual({ email });
    expect(await ctx.db.session.count({ where: { user: { email } } })).toBe(0);
    expect(codeOf(await logIn(ctx, { email, password }, nativeAudience))).toBe("ok");
  });

  it("twice is a success", async () => {
    const { ctx, email, token } = await registered();
    expectOk(await verifyEmail(ctx, { token }));
    expect(expectOk(await verifyEmail(ctx, { token }))).toEqual({ email });
  });

  it("a verification link followed fifty times at once is one change and one trace", async () => {
    const { ctx, token } = await registered();
    const results = await atOnce(50, () => verifyEmail(ctx, { token }));
    expect(tally(results)).toEqual({ ok: 50 });
    expect(await ctx.db.auditEvent.count({ where: { action: "user.email_verified" } })).toBe(1);
  });

  it("fails after 24 hours to the second", async () => {
    const { test, ctx, token } = await registered();
    test.clock.advance({ hours: 24, seconds: -1 });
    expect(await inspectToken(ctx, "EMAIL_VERIFICATION", token)).toMatchObject({ state: "open" });
    test.clock.advance({ seconds: 1 });
    expect(codeOf(await verifyEmail(ctx, { token }))).toBe("token_invalid");
    expect(await inspectToken(ctx, "EMAIL_VERIFICATION", token)).toMatchObject({ state: "expired" });
  });

  it("fails with a reset token, which is not spent by that", async () => {
    const { test, ctx, email } = await registered();
    expectOk(await requestPasswordReset(ctx, { email }));
    await test.runJobs();
    const reset = await test.mails.lastToken(email, "password-reset");
    expect(codeOf(await verifyEmail(ctx, { token: reset }))).toBe("token_invalid");
    expect(await inspectToken(ctx, "PASSWORD_RESET", reset)).toMatchObject({ state: "open" });
  });

  it.each([strangeToken(), "", "x", "\u0000"])("fails with %j", async (token) => {
    const { ctx } = await registered();
    expect(codeOf(await verifyEmail(ctx, { token }))).toBe("token_invalid");
  });
});

describe("looking at a mailed link", () => {
  it("spends nothing, however often a scanner does it", async () => {
    const { ctx, email, token } = await registered();
    for (let look = 0; look < 5; look += 1) {
      expect(await inspectToken(ctx, "EMAIL_VERIFICATION", token)).toEqual({ state: "open", email });
    }
    expect(codeOf(await verifyEmail(ctx, { token }))).toBe("ok");
    expect(await inspectToken(ctx, "EMAIL_VERIFICATION", token)).toEqual({ state: "used", email });
  });
});

describe("asking for the link again", () => {
  it("mails a new one and withdraws the old one", async () => {
    const { test, ctx, email, token } = await registered();
    expectOk(await resendVerificationEmail(ctx, { email }));
    await test.runJobs();
    const fresh = await test.mails.lastToken(email, "verify-email");
    expect(fresh).not.toBe(token);
    expect(codeOf(await verifyEmail(ctx, { token }))).toBe("token_invalid");
    expect(codeOf(await verifyEmail(ctx, { token: fresh }))).toBe("ok");
  });

  it("answers alike for every address, and only an unverified active account gets a mail", async () => {
    const test = await testContext();
    const verified = await createUser(test);
    const deactivated = await createUser(test, { isVerified: false, isDeactivated: true });
    for (const email of [verified.email, deactivated.email, uniqueEmail(), emailOf("nobody@nowhere.example")]) {
      expect(await resendVerificationEmail(test.ctx, { email })).toEqual({ ok: true, value: undefined });
    }
    await test.runJobs();
    expect(await test.mails.all()).toEqual([]);
  });

  it("mails at most three in an hour, that of the sign-up among them", async () => {
    const { test, ctx, email } = await registered({ limits: "counting" });
    for (let ask = 0; ask < 6; ask += 1) {
      expectOk(await resendVerificationEmail(ctx, { email }));
      await test.runJobs();
    }
    expect((await test.mails.templatesTo(email)).filter((name) => name === "verify-email")).toHaveLength(3);
  });
});
