import { describe, expect, it } from "vitest";
import { actorOf, createUser, renewedIn, signIn, type TestUser } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { addPasskey, passkeyOwner } from "@/tests/support/passkeys";
import type { SoftAuthenticator } from "@/tests/support/soft-authenticator";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { isRecentlyProven } from "../../kernel/actors";
import { nativeAudience } from "../../sessions/audiences";
import { resolveSession } from "../../sessions/resolve-session";
import { logIn } from "../log-in";
import { readPasskeys } from "./passkeys";
import {
  finishPasskeySecondFactor,
  finishPasskeySignIn,
  startPasskeySecondFactor,
  startPasskeySignIn,
} from "./sign-in";
import { finishPasskeyStepUp, startPasskeyStepUp } from "./step-up";

async function owner(options: Parameters<typeof passkeyOwner>[1] = {}) {
  const test = await testContext();
  return { test, ctx: test.ctx, ...(await passkeyOwner(test, options)) };
}

async function signInWith({ ctx }: TestContext, authenticator: SoftAuthenticator) {
  const options = expectOk(await startPasskeySignIn(ctx));
  return finishPasskeySignIn(ctx, { response: authenticator.get(options) }, nativeAudience);
}

async function openTicket({ ctx }: TestContext, user: TestUser) {
  const { email, password } = user;
  const outcome = expectOk(await logIn(ctx, { email, password }, nativeAudience));
  if (outcome.next !== "mfa") throw new Error("MFA is off");
  return outcome;
}

describe("signing in with a passkey alone", () => {
  it("opens a session without name, password or code, though MFA is on", async () => {
    const { test, ctx, user, actor, authenticator } = await owner({ mfa: true });
    const options = expectOk(await startPasskeySignIn(ctx));
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(options.allowCredentials ?? []).toEqual([]);
    const response = authenticator.get(options);
    const { session, user: profile } = expectOk(await finishPasskeySignIn(ctx, { response }, nativeAudience));
    expect(profile.email).toBe(user.email);
    const opened = await actorOf(test, session);
    expect(opened.session).toMatchObject({ startedWith: "PASSKEY", amr: ["passkey"] });
    expect(isRecentlyProven(ctx, opened)).toBe(true);
    expect(await readPasskeys(ctx, actor)).toMatchObject([{ lastUsedAt: test.clock.now() }]);
  });

  it("refuses the same answer a second time", async () => {
    const { ctx, authenticator } = await owner();
    const response = authenticator.get(expectOk(await startPasskeySignIn(ctx)));
    expectOk(await finishPasskeySignIn(ctx, { response }, nativeAudience));
    expect(codeOf(await finishPasskeySignIn(ctx, { response }, nativeAudience))).toBe("passkey_rejected");
  });

  it("takes one of ten answers to one challenge at the same moment", async () => {
    const { ctx, authenticator } = await owner();
    const options = expectOk(await startPasskeySignIn(ctx));
    const results = await atOnce(10, () =>
      finishPasskeySignIn(ctx, { response: authenticator.get(options) }, nativeAudience),
    );
    expect(tally(results)).toEqual({ ok: 1, passkey_rejected: 9 });
  });

  it("works with authenticators that keep no counter", async () => {
    const { test, ctx, actor, authenticator } = await owner();
    authenticator.traits.counts = false;
    await addPasskey(test, actor, authenticator, "Synced");
    expect(codeOf(await signInWith(test, authenticator))).toBe("ok");
    expect(codeOf(await signInWith(test, authenticator))).toBe("ok");
    expect(await ctx.db.passkey.findFirst({ where: { name: "Synced" } })).toMatchObject({ counter: 0n });
  });

  it("refuses a counter that goes back: somebody has a copy", async () => {
    const { test, authenticator } = await owner();
    expectOk(await signInWith(test, authenticator));
    for (const credential of authenticator.credentials) credential.counter -= 1;
    expect(codeOf(await signInWith(test, authenticator))).toBe("passkey_rejected");
  });

  it.each([
    ["of another site", { origin: "https://localhost:3000" }],
    ["whose authenticator did not check who holds it", { verifiesUser: false }],
  ])("refuses an answer %s", async (_what, traits) => {
    const { test, authenticator } = await owner();
    Object.assign(authenticator.traits, traits);
    expect(codeOf(await signInWith(test, authenticator))).toBe("passkey_rejected");
  });

  it("refuses an answer after five minutes, to no challenge of ours, and to one of another ceremony", async () => {
    const { test, ctx, actor, authenticator } = await owner();
    const finish = (challenge: string) => {
      const response = authenticator.get({ challenge, rpId: "localhost" });
      return finishPasskeySignIn(ctx, { response }, nativeAudience);
    };
    const late = expectOk(await startPasskeySignIn(ctx));
    test.clock.advance({ minutes: 5 });
    expect(codeOf(await finish(late.challenge))).toBe("passkey_rejected");
    expect(codeOf(await finish("c29tZXRoaW5n"))).toBe("passkey_rejected");
    const stepUp = expectOk(await startPasskeyStepUp(ctx, actor));
    expect(codeOf(await finish(stepUp.challenge))).toBe("passkey_rejected");
  });

  it("refuses a wrong signature, an unknown passkey and one that names another owner", async () => {
    const { test, ctx, authenticator } = await owner();
    const other = await passkeyOwner(test);
    const fresh = async () => authenticator.get(expectOk(await startPasskeySignIn(ctx)));
    const right = await fresh();
    const spoiled = [
      { ...right, response: { ...right.response, signature: (await fresh()).response.signature } },
      { ...right, id: "c29tZXRoaW5n", rawId: "c29tZXRoaW5n" },
      { ...right, response: { ...right.response, userHandle: Buffer.from(other.user.id).toString("base64url") } },
      { ...right, response: { ...right.response, userHandle: null } },
      { ...right, response: { ...right.response, clientDataJSON: "bm90IGpzb24" } },
    ];
    for (const response of spoiled) {
      expect(codeOf(await finishPasskeySignIn(ctx, { response }, nativeAudience))).toBe("passkey_rejected");
    }
    expect(codeOf(await finishPasskeySignIn(ctx, { response: right }, nativeAudience))).toBe("ok");
  });

  it.each([
    ["deactivated", { deactivatedAt: new Date(0) }, "account_deactivated"],
    ["not verified", { emailVerifiedAt: null }, "email_not_verified"],
  ])("is closed to an account that is %s", async (_what, data, code) => {
    const { test, ctx, user, authenticator } = await owner();
    await ctx.db.user.update({ where: { id: user.id }, data });
    expect(codeOf(await signInWith(test, authenticator))).toBe(code);
  });

  it("is not stopped by somebody else's wrong passwords", async () => {
    const { test, ctx, user, authenticator } = await owner();
    for (let time = 0; time < 6; time += 1) {
      await logIn(ctx, { email: user.email, password: "wrong password" }, nativeAudience);
    }
    expect(codeOf(await signInWith(test, authenticator))).toBe("ok");
  });
});

describe("a passkey as the second step", () => {
  it("is offered to accounts that have one", async () => {
    const { test, user } = await owner({ mfa: true });
    expect((await openTicket(test, user)).methods).toEqual(["totp", "recovery", "passkey"]);
    const without = await createUser(test, { mfa: true });
    expect((await openTicket(test, without)).methods).toEqual(["totp", "recovery"]);
  });

  it("signs in once, with a security key that has no PIN too", async () => {
    const { test, ctx, user, authenticator } = await owner({ mfa: true });
    authenticator.traits.verifiesUser = false;
    const { mfaTicket } = await openTicket(test, user);
    const options = expectOk(await startPasskeySecondFactor(ctx, { mfaTicket }, nativeAudience));
    expect(options.allowCredentials).toHaveLength(1);
    const response = authenticator.get(options);
    const { session } = expectOk(await finishPasskeySecondFactor(ctx, { mfaTicket, response }, nativeAudience));
    expect((await actorOf(test, session)).session).toMatchObject({ startedWith: "PASSWORD", amr: ["pwd", "passkey"] });
    expect(codeOf(await finishPasskeySecondFactor(ctx, { mfaTicket, response }, nativeAudience))).toBe(
      "mfa_ticket_invalid",
    );
  });

  it("refuses somebody else's passkey, and counts each answer as one of the ticket's five tries", async () => {
    const { test, ctx, user, authenticator } = await owner({ mfa: true });
    const thief = await passkeyOwner(test, { mfa: true });
    const { mfaTicket } = await openTicket(test, user);
    const answerWith = async (held: SoftAuthenticator) => {
      const options = expectOk(await startPasskeySecondFactor(ctx, { mfaTicket }, nativeAudience));
      return finishPasskeySecondFactor(ctx, { mfaTicket, response: held.get(options) }, nativeAudience);
    };
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await answerWith(thief.authenticator)).toMatchObject({
        error: { code: "passkey_rejected", attemptsLeft },
      });
    }
    expect(codeOf(await startPasskeySecondFactor(ctx, { mfaTicket }, nativeAudience))).toBe("mfa_ticket_invalid");
    const again = await openTicket(test, user);
    const options = expectOk(await startPasskeySecondFactor(ctx, again, nativeAudience));
    const response = authenticator.get(options);
    const outcome = await finishPasskeySecondFactor(ctx, { mfaTicket: again.mfaTicket, response }, nativeAudience);
    expect(codeOf(outcome)).toBe("ok");
  });

  it("has nothing to ask an account without passkeys", async () => {
    const test = await testContext();
    const { mfaTicket } = await openTicket(test, await createUser(test, { mfa: true }));
    expect(codeOf(await startPasskeySecondFactor(test.ctx, { mfaTicket }, nativeAudience))).toBe("passkey_not_found");
  });
});

describe("a passkey as the proof", () => {
  it("renews it once, and only for its own account", async () => {
    const { test, ctx, actor, session, authenticator } = await owner();
    const stranger = (await passkeyOwner(test)).actor;
    test.clock.advance({ minutes: 10 });
    const response = authenticator.get(expectOk(await startPasskeyStepUp(ctx, actor)));
    expect(codeOf(await finishPasskeyStepUp(ctx, stranger, { response }))).toBe("passkey_rejected");
    const results = await atOnce(5, () => finishPasskeyStepUp(ctx, actor, { response }));
    expect(tally(results)).toEqual({ ok: 1, passkey_rejected: 4 });
    const [proven] = results.flatMap((result) => (result.ok ? [result.value] : []));
    const renewed = await actorOf(test, renewedIn(proven ?? { session: null }));
    expect(isRecentlyProven(ctx, renewed)).toBe(true);
    expect(await resolveSession(ctx, session.accessToken, nativeAudience)).toBeNull();
    expect(renewed.session.amr).toEqual(["pwd", "passkey"]);
  });

  it("needs an authenticator that checks who holds it", async () => {
    const { ctx, actor, authenticator } = await owner();
    authenticator.traits.verifiesUser = false;
    const response = authenticator.get(expectOk(await startPasskeyStepUp(ctx, actor)));
    expect(codeOf(await finishPasskeyStepUp(ctx, actor, { response }))).toBe("passkey_rejected");
  });

  it("has nothing to ask an account without passkeys", async () => {
    const test = await testContext();
    const { actor } = await signIn(test, await createUser(test));
    expect(codeOf(await startPasskeyStepUp(test.ctx, actor))).toBe("passkey_not_found");
  });
});
