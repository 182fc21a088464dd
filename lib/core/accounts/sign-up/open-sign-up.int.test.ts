import { describe, expect, it } from "vitest";
import { createUser, emailOf, registerInput, signIn, strangeToken, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../../sessions/audiences";
import { logIn } from "../../sign-in/log-in";
import { register } from "./register";
import { verifyEmail } from "./verify-email";

describe("pre-hijacking: somebody plants an account under an address that is not theirs", () => {
  it("leaves no password, name or organization behind when the owner of the address uses her own link", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const email = uniqueEmail("victim");
    const planted = registerInput({ email, password: "planted by mallory", organization: "Mallory Ltd" });
    expectOk(await register(test.ctx, planted));
    const stale = await test.mails.lastToken(email, "verify-email");
    test.clock.advance({ hours: 1 });
    expectOk(await register(test.ctx, registerInput({ email, password: "chosen by the owner" })));

    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(email, "verify-email") }));
    expect(codeOf(await verifyEmail(test.ctx, { token: stale }))).toBe("token_invalid");
    const tryWith = async (password: string) => codeOf(await logIn(test.ctx, { email, password }, nativeAudience));
    expect(await tryWith("planted by mallory")).toBe("invalid_credentials");
    expect(await tryWith("chosen by the owner")).toBe("ok");
    expect(await test.ctx.db.user.count()).toBe(1);
    expect(await test.ctx.db.tenant.count()).toBe(1);
    expect(await test.ctx.db.tenant.count({ where: { name: "Mallory Ltd" } })).toBe(0);
  });
});

describe("somebody registers an address again at the moment its owner verifies it", () => {
  it("never leaves a verified account with the password of the other one", async () => {
    for (let round = 0; round < 12; round += 1) {
      const test = await testContext({ config: { signup: "open" } });
      const email = uniqueEmail("victim");
      expectOk(await register(test.ctx, registerInput({ email, password: "chosen by the owner" })));
      const token = await test.mails.lastToken(email, "verify-email");
      const again = () => register(test.ctx, registerInput({ email, password: "planted by mallory" }));
      const [verified] = await Promise.all([verifyEmail(test.ctx, { token }), again(), again(), again()]);

      const user = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
      expect(user.emailVerifiedAt !== null).toBe(verified.ok);
      const planted = await logIn(test.ctx, { email, password: "planted by mallory" }, nativeAudience);
      expect(codeOf(planted)).toBe(verified.ok ? "invalid_credentials" : "email_not_verified");
    }
  });
});

describe("with SIGNUP=open", () => {
  it("needs no token, and answers a known address like a new one", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const owner = await createUser(test);
    const fresh = expectOk(await register(test.ctx, registerInput({ email: uniqueEmail() })));
    const known = expectOk(await register(test.ctx, registerInput({ email: owner.email, name: "Mallory" })));

    expect(Object.keys(known)).toEqual(Object.keys(fresh));
    expect(known.user).toMatchObject({ email: owner.email, name: "Mallory", emailVerified: false });
    expect(known.user.id).not.toBe(owner.id);
    expect(await test.mails.templatesTo(owner.email)).toEqual(["already-registered"]);
    expect((await signIn(test, owner)).actor.user.name).toBe(owner.name);
  });

  it("costs one password hash for a known and for a new address", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const owner = await createUser(test);
    const hashed: number[] = [];
    for (const email of [uniqueEmail(), owner.email]) {
      const before = test.hasher.hashed;
      expectOk(await register(test.ctx, registerInput({ email })));
      hashed.push(test.hasher.hashed - before);
    }
    expect(hashed).toEqual([1, 1]);
  });

  it("makes one account of twenty at the same moment", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const email = uniqueEmail();
    const results = await atOnce(20, () => register(test.ctx, registerInput({ email })));
    expect(tally(results)).toEqual({ ok: 20 });
    expect(await test.ctx.db.user.count()).toBe(1);
    expect(await test.ctx.db.tenant.count()).toBe(1);
  });

  it("still refuses a token that is not right", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const input = registerInput({ approvalToken: strangeToken() });
    expect(codeOf(await register(test.ctx, input))).toBe("registration_requires_approval");
  });

  it("says that an address is taken where an API's document wants it said, in a race too", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const owner = await createUser(test);
    const admitting = (email: string) =>
      register(test.ctx, registerInput({ email: emailOf(email) }), { admitsTaken: true });
    expect(codeOf(await admitting(owner.email))).toBe("email_taken");
    expect(await test.mails.templatesTo(owner.email)).toEqual([]);
    const deactivated = await createUser(test, { isDeactivated: true, isVerified: false });
    expect(codeOf(await admitting(deactivated.email))).toBe("email_taken");

    const email = uniqueEmail();
    for (const code of (await atOnce(5, () => admitting(email))).map(codeOf)) {
      expect(["ok", "email_taken"]).toContain(code);
    }
    expect(await test.ctx.db.user.count({ where: { email } })).toBe(1);
  });
});
