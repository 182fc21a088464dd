import { describe, expect, it } from "vitest";
import {
  actorOf,
  changeSettings,
  createUser,
  renewedIn,
  signIn,
  type TestUser,
  totpCode,
} from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { addPasskey, passkeyOwner } from "@/tests/support/passkeys";
import { daysLeft, requireMfaOfAll } from "@/tests/support/required-mfa";
import { SoftAuthenticator } from "@/tests/support/soft-authenticator";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../../sessions/audiences";
import { issueSession } from "../../sessions/issue-session";
import { logIn } from "../log-in";
import { removePasskey } from "../passkeys/passkeys";
import {
  finishPasskeySecondFactor,
  finishPasskeySignIn,
  startPasskeySecondFactor,
  startPasskeySignIn,
} from "../passkeys/sign-in";
import { finishPasskeyStepUp, startPasskeyStepUp } from "../passkeys/step-up";
import { disableMfa, enableMfa, setUpMfa } from "./mfa";
import { isConfined } from "./requirement";
import { resetMfaNow } from "./reset";

describe("what meets required two-factor authentication", () => {
  it("is an authenticator, for every session", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    await requireMfaOfAll(test, { days: 30 });
    expect(await daysLeft(test, user)).toBeNull();
  });

  it("is a passkey for the session that was proven with it, as long as it exists, and never the password beside it", async () => {
    const test = await testContext();
    const { user, authenticator, passkey, session: first } = await passkeyOwner(test);
    await requireMfaOfAll(test, { days: 30 });
    let session = first;
    const confined = async () => isConfined(test.ctx, await actorOf(test, session));
    expect(await confined()).toBe(true);
    const options = expectOk(await startPasskeyStepUp(test.ctx, await actorOf(test, session)));
    const response = authenticator.get(options);
    session = expectOk(await finishPasskeyStepUp(test.ctx, await actorOf(test, session), { response })).session;
    expect(await confined()).toBe(false);
    expect(await daysLeft(test, user)).toBeLessThan(0);
    expectOk(await removePasskey(test.ctx, await actorOf(test, session), { id: passkey.id }));
    expect(await confined()).toBe(true);
  });

  it("is no passkey that was removed, whatever else the account has", async () => {
    const test = await testContext();
    const { authenticator, passkey, session: first } = await passkeyOwner(test);
    const stepUp = async (session: typeof first, by: typeof authenticator) => {
      const actor = await actorOf(test, session);
      const response = by.get(expectOk(await startPasskeyStepUp(test.ctx, actor)));
      return expectOk(await finishPasskeyStepUp(test.ctx, actor, { response })).session;
    };
    const other = new SoftAuthenticator();
    let session = await stepUp(first, authenticator);
    await addPasskey(test, await actorOf(test, session), other, "Another key");
    await requireMfaOfAll(test, { days: 30 });
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(false);
    expectOk(await removePasskey(test.ctx, await actorOf(test, session), { id: passkey.id }));
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(true);
    session = await stepUp(session, other);
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(false);
  });

  it.each([false, true])("is the passkey of the sign-in until it is removed, after a password: %s", async (mfa) => {
    const test = await testContext();
    const { user, actor, authenticator, passkey } = await passkeyOwner(test, { mfa });
    await addPasskey(test, actor, new SoftAuthenticator(), "Another key");
    const session = mfa
      ? await passkeyAfterPassword(test, user, authenticator)
      : await passkeyAlone(test, authenticator);
    await test.ctx.db.totpCredential.deleteMany();
    await requireMfaOfAll(test, { days: 30 });
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(false);
    await test.ctx.db.passkey.delete({ where: { id: passkey.id } });
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(true);
  });

  it("is the word of a trusted issuer, for that session alone", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await requireMfaOfAll(test, { days: 30 });
    const { passwordChangedAt } = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });
    const open = async (amr: string[]) => {
      const session = {
        userId: user.id,
        audience: nativeAudience,
        startedWith: "SSO",
        amr,
        passwordChangedAt,
      } as const;
      const issued = expectOk(await test.ctx.db.$transaction((tx) => issueSession(test.ctx, tx, session)));
      return isConfined(test.ctx, await actorOf(test, issued));
    };
    expect(await open(["sso", "mfa"])).toBe(false);
    expect(await open(["sso"])).toBe(true);
    expect(await daysLeft(test, user)).toBeLessThan(0);
  });

  it("is no code that was given before the authenticator was removed", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const { session } = await signIn(test, user);
    await test.ctx.db.totpCredential.deleteMany();
    await requireMfaOfAll(test, { days: 30 });
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(true);
  });
});

async function passkeyAlone(test: TestContext, authenticator: SoftAuthenticator) {
  const response = authenticator.get(expectOk(await startPasskeySignIn(test.ctx)));
  return expectOk(await finishPasskeySignIn(test.ctx, { response }, nativeAudience)).session;
}

async function passkeyAfterPassword(
  test: TestContext,
  { email, password }: TestUser,
  authenticator: SoftAuthenticator,
) {
  const begun = expectOk(await logIn(test.ctx, { email, password }, nativeAudience));
  if (begun.next !== "mfa") throw new Error("The sign-in asks for no second factor");
  const { mfaTicket } = begun;
  const response = authenticator.get(expectOk(await startPasskeySecondFactor(test.ctx, { mfaTicket }, nativeAudience)));
  return expectOk(await finishPasskeySecondFactor(test.ctx, { mfaTicket, response }, nativeAudience)).session;
}

describe("turning MFA off", () => {
  it("is refused while it is required, in the seven days, too", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const { actor } = await signIn(test, user);
    const turnOff = async (steps: number) =>
      codeOf(
        await disableMfa(test.ctx, actor, {
          currentPassword: user.password,
          code: await totpCode(test, user.totpSecret, steps),
        }),
      );
    for (const days of [0, 7, 30]) {
      await requireMfaOfAll(test, { days });
      expect(await turnOff(1)).toBe("mfa_required");
    }
    expect(await test.ctx.db.totpCredential.count()).toBe(1);
    await changeSettings(test, { requireMfaUsers: false });
    expect(await turnOff(1)).toBe("ok");
  });

  it("by a reset of a lost factor leads to the set-up at the next sign-in, without new days", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    await requireMfaOfAll(test, { days: 30 });
    expectOk(await resetMfaNow(test.ctx, { email: user.email }));
    expect(await daysLeft(test, { ...user, totpSecret: "" })).toBeLessThan(0);
  });
});

describe("an admin whose days are over", () => {
  it("comes back by the set-up, with a password alone", async () => {
    const test = await testContext();
    const admin = await createUser(test, { isAdmin: true });
    await requireMfaOfAll(test, { days: 30 });
    const { actor } = await signIn(test, admin);
    expect(isConfined(test.ctx, actor)).toBe(true);
    const { secret } = expectOk(await setUpMfa(test.ctx, actor));
    const enabled = expectOk(await enableMfa(test.ctx, actor, { code: await totpCode(test, secret) }));
    expect((await actorOf(test, renewedIn(enabled))).mfaDueAt).toBeNull();
    const { email, password } = admin;
    expect(expectOk(await logIn(test.ctx, { email, password }, nativeAudience)).next).toBe("mfa");
  });
});
