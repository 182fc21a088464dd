import { describe, expect, it } from "vitest";
import type { CoreContext } from "@/lib/core/kernel/context";
import { createUser, signIn, type TestUser, totpCode } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { addPasskey } from "@/tests/support/passkeys";
import { SoftAuthenticator } from "@/tests/support/soft-authenticator";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { changePassword, mailPasswordReset, resetPassword } from "../accounts/password";
import { raiseAlarm } from "../accounts/raise-alarm";
import { nativeAudience } from "../sessions/audiences";
import { findAccount } from "./find-account";
import { logIn } from "./log-in";
import { finishPasskeySecondFactor, startPasskeySecondFactor } from "./passkeys/sign-in";
import { verifyLoginMfa } from "./second-step";
import { signInWithIdentity } from "./sso/callback";

const newPassword = "another good secret";

async function account() {
  const test = await testContext();
  const user = await createUser(test, { mfa: true });
  const authenticator = new SoftAuthenticator();
  await addPasskey(test, (await signIn(test, user)).actor, authenticator);
  // Old enough that no alarm removes it.
  test.clock.advance({ days: 8 });
  const { actor } = await signIn(test, user);
  // The code was spent at sign-in.
  test.clock.advance({ minutes: 1 });
  return { test, user, actor, authenticator };
}

type Account = Awaited<ReturnType<typeof account>>;

const changes: Record<string, (one: Account) => Promise<unknown>> = {
  "a change of the password": async ({ test, user, actor }) =>
    expectOk(await changePassword(test.ctx, actor, { currentPassword: user.password, newPassword })),
  "a reset": async ({ test, user }) => {
    await mailPasswordReset(test.ctx, { email: user.email });
    const token = await test.mails.lastToken(user.email, "password-reset");
    expectOk(await resetPassword(test.ctx, { token, password: newPassword }));
  },
  "an alarm": async (one) => {
    const { test, user } = one;
    await changes["a reset"]?.(one);
    expectOk(await raiseAlarm(test.ctx, { token: await test.mails.lastToken(user.email, "password-changed") }));
  },
};

/** Runs `meanwhile` between password check and ticket. */
async function ticketAfter(test: TestContext, user: TestUser, meanwhile: () => Promise<unknown>): Promise<string> {
  const { hasher } = test.ctx;
  const slow: CoreContext["hasher"] = {
    hash: hasher.hash.bind(hasher),
    isOutdated: hasher.isOutdated.bind(hasher),
    verify: async (hash, password, turn) => {
      const matches = await hasher.verify(hash, password, turn);
      await meanwhile();
      return matches;
    },
  };
  const input = { email: user.email, password: user.password };
  const outcome = expectOk(await logIn({ ...test.ctx, hasher: slow }, input, nativeAudience));
  if (outcome.next !== "mfa") throw new Error("MFA is off");
  return outcome.mfaTicket;
}

async function ssoTicketAfter({ test, user }: Account, meanwhile: () => Promise<unknown>): Promise<string> {
  const arrived = { provider: "github", issuer: "", subject: "1", email: user.email, name: user.name, isMfa: false };
  await test.ctx.db.externalIdentity.create({
    data: { userId: user.id, provider: "github", subject: "1", email: user.email },
  });
  const before = await findAccount(test.ctx, { id: user.id });
  if (!before) throw new Error("There is no account");
  await meanwhile();
  const outcome = expectOk(await signInWithIdentity(test.ctx, before, arrived, nativeAudience));
  if (outcome.next !== "mfa") throw new Error("MFA is off");
  return outcome.ticket;
}

const factors: Record<string, (one: Account, mfaTicket: string) => Promise<string>> = {
  "a code": async ({ test, user }, mfaTicket) => {
    const code = await totpCode(test, user.totpSecret);
    return codeOf(await verifyLoginMfa(test.ctx, { mfaTicket, code }, nativeAudience));
  },
  "a recovery code": async ({ test, user }, mfaTicket) =>
    codeOf(await verifyLoginMfa(test.ctx, { mfaTicket, code: user.recoveryCodes[0] ?? "" }, nativeAudience)),
  "a passkey": async ({ test, authenticator }, mfaTicket) => {
    const options = expectOk(await startPasskeySecondFactor(test.ctx, { mfaTicket }, nativeAudience));
    const input = { mfaTicket, response: authenticator.get(options) };
    return codeOf(await finishPasskeySecondFactor(test.ctx, input, nativeAudience));
  },
};

describe("a sign-in with the old password that races with the new one loses, with the right second factor, too", () => {
  for (const [change, act] of Object.entries(changes)) {
    for (const [factor, finish] of Object.entries(factors)) {
      it(`${change}, then ${factor}`, async () => {
        const one = await account();
        const ticket = await ticketAfter(one.test, one.user, () => act(one));
        const sessions = await one.test.ctx.db.session.count();
        expect(await finish(one, ticket)).toBe("mfa_ticket_invalid");
        expect(await one.test.ctx.db.session.count()).toBe(sessions);
      });
    }
  }

  it("an identity that had arrived before the change, with its ticket opened after it", async () => {
    const one = await account();
    const ticket = await ssoTicketAfter(one, async () => changes["a change of the password"]?.(one));
    expect(await factors["a code"]?.(one, ticket)).toBe("mfa_ticket_invalid");
  });

  it("in the other order it signs in", async () => {
    for (const [factor, finish] of Object.entries(factors)) {
      const one = await account();
      const ticket = await ticketAfter(one.test, one.user, async () => {});
      expect(await finish(one, ticket), factor).toBe("ok");
    }
    const one = await account();
    expect(await factors["a code"]?.(one, await ssoTicketAfter(one, async () => {}))).toBe("ok");
  });
});
