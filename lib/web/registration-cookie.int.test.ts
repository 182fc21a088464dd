import { describe, expect, it } from "vitest";
import { resendVerification, signUp } from "@/app/(public)/signup/actions";
import { confirmEmail } from "@/app/(public)/verify-email/actions";
import { inspectVerification } from "@/lib/core/accounts/sign-up/verify-email";
import { createUser, uniqueEmail } from "@/tests/support/factories";
import { type Person, person, signUpWays } from "@/tests/support/sign-up-ways";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { openBrowser } from "@/tests/support/web-request";
import { registrationCookie } from "./registration-cookie";

const [owner, stranger] = [person("owner"), person("stranger")];
const wrong = { ok: false, error: { code: "validation_failed", fieldErrors: { password: [expect.any(String)] } } };
const expired = { ok: false, error: { code: "token_invalid" } };

function openSignUp(options: Parameters<typeof testContext>[0] = {}) {
  return testContext({ ...options, config: { signup: "open", ...options.config } });
}

async function registerHere(test: TestContext, email: string, { name, organization, password }: Person) {
  const browser = openBrowser(test);
  expect(await signUp({ email, name, organization, password })).toMatchObject({ ok: true });
  return { browser, token: await test.mails.lastToken(email, "verify-email") };
}

async function stateOf(test: TestContext, email: string) {
  const user = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
  return { isVerified: user.emailVerifiedAt !== null, hasPassword: user.passwordHash !== null };
}

describe("the page of a verification link", () => {
  it("asks for no password in the browser that registered, for a link that was sent again either", async () => {
    const test = await openSignUp();
    const email = uniqueEmail();
    const { browser, token } = await registerHere(test, email, owner);
    expect(browser.written).toMatchObject([
      { name: "foyer_registration", httpOnly: true, sameSite: "lax", path: "/", secure: false },
    ]);
    expect(await resendVerification({ email })).toMatchObject({ ok: true });
    await test.runJobs();
    const again = await test.mails.lastToken(email, "verify-email");
    expect(again).not.toBe(token);
    expect(await confirmEmail({ token: again })).toMatchObject({ ok: true });
    expect(await stateOf(test, email)).toEqual({ isVerified: true, hasPassword: true });
  });

  it.each(Object.keys(signUpWays))(
    "asks for a password in any other browser, and takes over the sign-up that chose it, when it was made by way of %s",
    async (name) => {
      const test = await openSignUp();
      const email = uniqueEmail();
      const way = signUpWays[name]?.(test);
      await way?.register(email, owner);
      await way?.register(email, stranger);
      const [mine = "", planted = ""] = await test.mails.tokens(email, "verify-email");

      const elsewhere = await registerHere(test, uniqueEmail(), owner);
      for (const password of [undefined, "nobody chose this"]) {
        expect(await confirmEmail({ token: planted, password })).toMatchObject(wrong);
      }
      elsewhere.browser.jar.set("foyer_registration", "made up");
      expect(await confirmEmail({ token: planted })).toMatchObject(wrong);
      expect(await stateOf(test, email)).toEqual({ isVerified: false, hasPassword: false });

      expect(await confirmEmail({ token: planted, password: owner.password })).toMatchObject({ ok: true });
      expect(await confirmEmail({ token: mine, password: stranger.password })).toMatchObject(expired);
      const { passwordHash } = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
      const turn = { account: null, address: "", isSignIn: false };
      expect(await test.hasher.verify(passwordHash, owner.password, turn)).toBe(true);
    },
  );

  it.each(Object.keys(signUpWays))(
    "lets the owner in by any link, when strangers used up the address's emails before they signed up by way of %s",
    async (name) => {
      for (const used of [0, 1, 2]) {
        const test = await openSignUp({ limits: "mails" });
        const email = uniqueEmail();
        const way = signUpWays[name]?.(test);
        for (let time = 0; time < 4; time += 1) await way?.register(email, { ...stranger, ip: `198.51.100.${time}` });
        expect((await way?.register(email, owner))?.status).toBe(201);
        const links = await test.mails.tokens(email, "verify-email");
        expect(links).toHaveLength(3);
        const { id: subjectId } = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
        const silent = { action: "user.verification_not_mailed", subjectId };
        expect(await test.ctx.db.auditEvent.count({ where: silent })).toBe(2);
        for (let time = 0; time < 30; time += 1)
          await way?.register(email, { ...stranger, userAgent: `made up ${time}` });

        openBrowser(test);
        const token = links[used] ?? "";
        expect((await inspectVerification(test.ctx, token)).registrations.length).toBeGreaterThan(1);
        expect(await confirmEmail({ token, password: "nobody chose this" })).toMatchObject(wrong);
        expect(await confirmEmail({ token, password: owner.password })).toMatchObject({ ok: true });
        expect(await confirmEmail({ token, password: owner.password })).toMatchObject({ ok: true });
        const user = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
        expect(user.name).toBe(owner.name);
        const turn = { account: null, address: "", isSignIn: false };
        expect(await test.hasher.verify(user.passwordHash, owner.password, turn)).toBe(true);
        for (const other of links.filter((link) => link !== token)) {
          expect(await confirmEmail({ token: other, password: stranger.password })).toMatchObject(expired);
        }
      }
    },
  );

  it("takes over what was registered in this very browser, whatever sign-up its email is about", async () => {
    const test = await openSignUp();
    const email = uniqueEmail();
    await signUpWays.native?.(test).register(email, stranger);
    const [planted = ""] = await test.mails.tokens(email, "verify-email");
    await registerHere(test, email, owner);
    expect(await confirmEmail({ token: planted })).toMatchObject({ ok: true });
    expect((await test.ctx.db.user.findUniqueOrThrow({ where: { email } })).name).toBe(owner.name);
  });

  it("asks for the account's own password where a registration was not kept apart, and for none where there is none", async () => {
    const test = await openSignUp();
    const link = async (email: string) => {
      openBrowser(test);
      await resendVerification({ email });
      await test.runJobs();
      return test.mails.lastToken(email, "verify-email");
    };
    const user = await createUser(test, { isVerified: false });
    const token = await link(user.email);
    expect((await inspectVerification(test.ctx, token)).hasPassword).toBe(true);
    expect(await confirmEmail({ token })).toMatchObject(wrong);
    await test.ctx.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
    expect((await inspectVerification(test.ctx, token)).hasPassword).toBe(false);
    expect(await confirmEmail({ token })).toMatchObject({ ok: true });
  });

  it("takes ten passwords, then the link stops working; a new one takes ten more", async () => {
    const test = await openSignUp({ limits: "counting" });
    const email = uniqueEmail();
    const { token } = await registerHere(test, email, owner);
    openBrowser(test);
    const answers: unknown[] = [];
    for (let time = 0; time < 10; time += 1) {
      test.clock.advance({ minutes: 20 });
      answers.push(await confirmEmail({ token, password: `wrong ${time}` }));
    }
    expect(answers).toMatchObject([...Array(9).fill(wrong), expired]);
    expect(await confirmEmail({ token, password: owner.password })).toMatchObject(expired);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "attempt.failed" } })).toBe(10);

    await resendVerification({ email });
    await test.runJobs();
    test.clock.advance({ minutes: 60 });
    const fresh = await test.mails.lastToken(email, "verify-email");
    expect(await confirmEmail({ token: fresh, password: "wrong again" })).toMatchObject(wrong);
    test.clock.advance({ minutes: 60 });
    expect(await confirmEmail({ token: fresh, password: owner.password })).toMatchObject({ ok: true });
  });

  it("gives every browser that signs up a cookie, whatever account the address has", async () => {
    const test = await openSignUp();
    for (const { email } of [await createUser(test), await createUser(test, { isVerified: false })]) {
      const browser = openBrowser(test);
      await signUp({ email, name: owner.name, organization: owner.organization, password: owner.password });
      expect(browser.written).toMatchObject([
        { name: "foyer_registration", value: expect.stringMatching(/^[\w-]{43}$/) },
      ]);
    }
  });

  it("knows the registering browser by a cookie of this very host on https", async () => {
    const test = await openSignUp({ config: { appUrl: "https://foyer.example" } });
    const browser = openBrowser(test);
    await registrationCookie.bind(test.ctx, "one");
    expect(browser.written).toMatchObject([{ name: "__Host-foyer_registration", secure: true }]);
    expect(await registrationCookie.isBound(test.ctx, "one")).toBe(true);
    expect(await registrationCookie.isBound(test.ctx, "another")).toBe(false);
  });
});
