import { expect } from "vitest";
import type { UserActor } from "@/lib/core/kernel/actors";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import type { RequestOptions } from "@/lib/core/sign-in/passkeys/assertion";
import type { Arrival } from "@/lib/core/sign-in/sso/callback";
import { arrival, arriveAs, connect, declared, outcomeOf } from "./arrivals";
import { type TestUser, totpCode } from "./factories";
import { type NativeAnswer, NativeClient } from "./native-client";
import { addPasskey } from "./passkeys";
import { SoftAuthenticator } from "./soft-authenticator";
import type { TestContext } from "./test-context";

export interface Prover {
  test: TestContext;
  user: TestUser;
  api: NativeClient;
  authenticator: SoftAuthenticator;
  said: Arrival;
}

export async function proverOf(test: TestContext, user: TestUser): Promise<Prover> {
  const api = new NativeClient(test);
  await api.signIn(user);
  const actor = await actorBehind(test, api);
  const authenticator = new SoftAuthenticator();
  await addPasskey(test, actor, authenticator, "Prover's key");
  return { test, user, api, authenticator, said: await connect(test, actor, arrival()) };
}

export async function actorBehind(test: TestContext, api: NativeClient): Promise<UserActor> {
  const actor = await resolveSession(test.ctx, api.cookies.get("foyer_access") ?? "", nativeAudience);
  if (!actor) throw new Error("The client's session is not alive");
  return actor;
}

interface Way {
  first: boolean;
  second: boolean;
  needsMfa?: boolean;
  prove(prover: Prover, isMfaOn: boolean): Promise<unknown>;
}

const statusOf = (answer: NativeAnswer) => `${answer.status} ${answer.error?.message ?? answer.message}`;

async function arriveToProve({ test, api, said }: Prover, isMfa: boolean): Promise<void> {
  const asked = declared(test, await actorBehind(test, api), "prove", { ...said, isMfa });
  const { session } = outcomeOf(await arriveAs(test, asked), "proven");
  api.cookies.set("foyer_access", session.accessToken).set("foyer_refresh", session.refreshToken);
}

/** Every way to step up after the last verification has expired. */
export const ways: Record<string, Way> = {
  nothing: { first: false, second: false, prove: async () => undefined },
  "refreshing the session": {
    first: false,
    second: false,
    prove: async ({ api }) => expect(statusOf(await api.post("refresh-token"))).toMatch(/^200/),
  },
  "the password": {
    first: true,
    second: false,
    async prove({ api, user }, isMfaOn) {
      const answer = await api.post("step-up", { password: user.password });
      expect(statusOf(answer)).toBe(isMfaOn ? "403 Enter a code, too." : "200 Confirmed.");
    },
  },
  "a wrong password": {
    first: false,
    second: false,
    prove: async ({ api }) =>
      expect(statusOf(await api.post("step-up", { password: "wrong password" }))).toMatch(/^401/),
  },
  "a code": {
    first: false,
    second: true,
    needsMfa: true,
    prove: async ({ api, test, user }) =>
      expect(statusOf(await api.post("step-up", { code: await totpCode(test, user.totpSecret) }))).toBe(
        "200 Confirmed.",
      ),
  },
  "a wrong code": {
    first: false,
    second: false,
    needsMfa: true,
    prove: async ({ api, test, user }) =>
      expect(statusOf(await api.post("step-up", { code: await totpCode(test, user.totpSecret, 20) }))).toMatch(/^400/),
  },
  "a recovery code": {
    first: false,
    second: true,
    needsMfa: true,
    prove: async ({ api, user }) =>
      expect(statusOf(await api.post("step-up", { code: user.recoveryCodes[0] }))).toBe("200 Confirmed."),
  },
  "the password, then a code": {
    first: true,
    second: true,
    needsMfa: true,
    async prove({ api, test, user }) {
      await api.post("step-up", { password: user.password });
      const code = await totpCode(test, user.totpSecret);
      expect(statusOf(await api.post("step-up", { code }))).toBe("200 Confirmed.");
    },
  },
  "a passkey": {
    first: true,
    second: true,
    async prove({ api, authenticator }) {
      const { data } = await api.post("step-up/passkey-options");
      const response = authenticator.get((data as { options: RequestOptions }).options);
      expect(statusOf(await api.post("step-up/passkey", { response }))).toBe("200 Confirmed.");
    },
  },
  "a provider": {
    first: true,
    second: false,
    prove: (prover) => arriveToProve(prover, false),
  },
  "a provider that is trusted to ask for a second factor": {
    first: true,
    second: true,
    prove: (prover) => arriveToProve(prover, true),
  },
  "a change of the password": {
    first: true,
    second: false,
    async prove({ api, user }, isMfaOn) {
      const body = { currentPassword: user.password, newPassword: "another long harbour" };
      const answer = await api.post("change-password", body);
      // With MFA an expired second factor isn't enough.
      expect(answer.status).toBe(isMfaOn ? 403 : 200);
      if (answer.status === 200) user.password = body.newPassword;
    },
  },
};
