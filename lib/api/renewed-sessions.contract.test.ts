import { describe, expect, it } from "vitest";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn, totpCode } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { actorBehind, type Prover, proverOf, ways } from "@/tests/support/renewals";
import { testContext } from "@/tests/support/test-context";
import { balance } from "./balance/api";
import { panguard } from "./panguard/api";
import { quazzar } from "./quazzar/api";

const newPassword = "another long harbour";

interface Raising {
  isMfaOn: boolean;
  prepare?(prover: Prover): Promise<unknown>;
  raise(prover: Prover): Promise<unknown>;
}

const byWay = (name: string, isMfaOn: boolean): Raising => ({
  isMfaOn,
  raise: async (prover) => {
    const way = ways[name];
    if (!way) throw new Error(`There is no way called ${name}`);
    await way.prove(prover, isMfaOn);
  },
});

const proven = async ({ test, api, user }: Prover) => {
  expect((await api.post("step-up", { password: user.password })).status).toBe(200);
  test.clock.advance({ minutes: 1 });
};

const deletion = async ({ api, user }: Prover) =>
  api.delete("account", { json: { confirmation: "delete", currentPassword: user.password } });

const newEmail = "moved@company.example";

/** Acts that raise a session's rights or change who can sign in. */
const raising: Record<string, Raising> = {
  "the password": byWay("the password", false),
  "a code": byWay("a code", true),
  "a recovery code": byWay("a recovery code", true),
  "a passkey": byWay("a passkey", false),
  "a passkey where MFA is on": byWay("a passkey", true),
  "a provider": byWay("a provider", false),
  "a provider where MFA is on": byWay("a provider", true),
  "a provider that is trusted to ask for a second factor": byWay(
    "a provider that is trusted to ask for a second factor",
    true,
  ),
  "a change of the password": byWay("a change of the password", false),
  "a change of the password after a code": {
    isMfaOn: true,
    async raise(prover) {
      await byWay("a code", true).raise(prover);
      const { api, user } = prover;
      expect((await api.post("change-password", { currentPassword: user.password, newPassword })).status).toBe(200);
    },
  },
  "turning MFA on": {
    isMfaOn: false,
    async raise({ test, api, user }) {
      await api.post("step-up", { password: user.password });
      const secret = textAt(await api.post("mfa/setup"), "secret");
      expect((await api.post("mfa/enable", { code: await totpCode(test, secret) })).status).toBe(200);
    },
  },
  "turning MFA off": {
    isMfaOn: true,
    async raise({ test, api, user }) {
      const body = { currentPassword: user.password, code: await totpCode(test, user.totpSecret) };
      expect((await api.post("mfa/disable", body)).status).toBe(200);
    },
  },
  "ending all other sessions": {
    isMfaOn: false,
    prepare: proven,
    raise: async ({ api }) => expect((await api.delete("sessions")).status).toBe(200),
  },
  "scheduling the deletion of the account": {
    isMfaOn: false,
    raise: async (prover) => expect((await deletion(prover)).status).toBe(200),
  },
  "keeping the account": {
    isMfaOn: false,
    async prepare(prover) {
      await deletion(prover);
      await proven(prover);
    },
    raise: async ({ api }) => expect((await api.post("account/keep")).status).toBe(200),
  },
  "keeping the account by the link": {
    isMfaOn: false,
    prepare: deletion,
    async raise({ test, api, user }) {
      const token = await test.mails.lastToken(user.email, "deletion-scheduled");
      expect((await api.post("account/keep-by-link", { token })).status).toBe(200);
    },
  },
  "confirming another email address": {
    isMfaOn: false,
    async prepare({ api, user }) {
      expect((await api.post("change-email", { newEmail, currentPassword: user.password })).status).toBe(200);
    },
    async raise({ test, api }) {
      const token = await test.mails.lastToken(newEmail, "email-change-confirm");
      expect((await api.get(`verify-email-change?token=${token}`)).status).toBe(200);
    },
  },
};

/** Its proofs are eleven minutes old. */
async function copied(isMfaOn: boolean, prepare?: Raising["prepare"]) {
  const test = await testContext();
  const prover = await proverOf(test, await createUser(test, { mfa: isMfaOn }));
  test.clock.advance({ minutes: 11 });
  await prepare?.(prover);
  const copy = prover.api.another();
  for (const [name, value] of prover.api.cookies) copy.cookies.set(name, value);
  return { test, prover, copy, before: await actorBehind(test, prover.api) };
}

describe.each(Object.entries(raising))("%s", (_, { isMfaOn, prepare, raise }) => {
  it("gives new cookies, and leaves a copy of the old ones nothing", async () => {
    const { test, prover, copy, before } = await copied(isMfaOn, prepare);
    const told = await test.ctx.db.mail.count();
    await raise(prover);
    expect(await copy.get("profile")).toMatchObject({ status: 401, error: { code: "UNAUTHENTICATED" } });
    const refreshed = await copy.post("refresh-token");
    expect(refreshed).toMatchObject({ status: 401, error: { code: "SESSION_RENEWED" }, setCookies: [] });
    // Not token theft, which would end the new session.
    test.clock.advance({ minutes: 1 });
    expect((await copy.post("refresh-token")).error?.code).toBe("SESSION_RENEWED");
    expect((await prover.api.get("profile")).status).toBe(200);
    expect((await prover.api.post("refresh-token")).status).toBe(200);
    const mails = await test.ctx.db.mail.findMany({ skip: told, orderBy: { createdAt: "asc" } });
    expect(mails.map(({ template }) => template)).not.toContain("session-theft-suspected");

    const after = await actorBehind(test, prover.api);
    const { createdAt, expiresAt, audience, startedWith } = before.session;
    expect(after.session).toMatchObject({ createdAt, expiresAt, audience, startedWith });
    expect(after.session.id).not.toBe(before.session.id);
  });

  it("keeps one entry in the list of sessions, and promotes no copy", async () => {
    const { test, prover, copy, before } = await copied(isMfaOn, prepare);
    await raise(prover);
    const { data } = await prover.api.get("sessions");
    expect(data).toMatchObject({
      sessions: [{ current: true, createdAt: before.session.createdAt.toISOString() }],
    });
    const { firstFactorAt, secondFactorAt } = before.session;
    const replaced = await test.ctx.db.session.findUniqueOrThrow({ where: { id: before.session.id } });
    expect(replaced).toMatchObject({ revokedReason: "renewed", firstFactorAt, secondFactorAt });
    expect((await copy.post("passkeys/registration-options")).status).toBe(401);
    expect((await copy.post("logout")).status).toBe(200);
    expect((await prover.api.get("profile")).status).toBe(200);
  });
});

describe("the password alone, where MFA is on", () => {
  it("renews the time of the first factor and nothing else: the code does the rest", async () => {
    const { test, prover, before } = await copied(true);
    await byWay("the password", true).raise(prover);
    const { session } = await actorBehind(test, prover.api);
    expect(session).toEqual({ ...before.session, firstFactorAt: test.clock.now() });
    expect((await prover.api.post("mfa/recovery-codes")).error?.code).toBe("STEP_UP_REQUIRED");
    await byWay("a code", true).raise(prover);
    expect((await prover.api.post("mfa/recovery-codes")).status).toBe(200);
  });
});

describe("a link that was opened in another browser", () => {
  it.each(["keeping the account by the link", "confirming another email address"])(
    "ends every session for %s, and signs nobody in",
    async (name) => {
      const { isMfaOn = false, prepare, raise } = raising[name] ?? {};
      const { test, prover } = await copied(isMfaOn, prepare);
      const another = prover.api.another();
      const stranger = await createUser(test);
      await another.signIn(stranger);
      await raise?.({ ...prover, api: another });
      expect((await prover.api.get("profile")).status).toBe(401);
      expect((await prover.api.post("refresh-token")).status).toBe(401);
      expect((await actorBehind(test, another)).user.id).toBe(stranger.id);
      expect(await test.ctx.db.session.count({ where: { userId: prover.user.id, revokedAt: null } })).toBe(0);
    },
  );
});

describe("a session that is renewed", () => {
  it("has one successor of ten renewals at the same moment", async () => {
    const { test, prover } = await copied(false);
    const { user } = prover;
    const answers = await atOnce(10, () => {
      const tab = prover.api.another();
      for (const [name, value] of prover.api.cookies) tab.cookies.set(name, value);
      return tab.post("step-up", { password: user.password });
    });
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const live = await test.ctx.db.session.count({ where: { userId: user.id, revokedAt: null } });
    expect(live).toBe(1);
  });

  it("ends when it would have ended, however often it is renewed", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const api = new NativeClient(test);
    await api.signIn(user);
    for (let week = 0; week < 4; week += 1) {
      test.clock.advance({ days: 6, hours: 23 });
      expect((await api.post("refresh-token")).status).toBe(200);
      expect((await api.post("step-up", { password: user.password })).status).toBe(200);
    }
    test.clock.advance({ days: 3 });
    expect((await api.post("refresh-token")).status).toBe(401);
  });
});

describe("a bearer token that its document keeps", () => {
  it.each([
    { name: "balance", dialect: balance, act: "a change of the password" },
    { name: "panguard", dialect: panguard, act: "turning MFA on" },
    { name: "quazzar", dialect: quazzar, act: "turning MFA on" },
  ] as const)(
    "of $name outlives $act, and only a factor that was given gets younger",
    async ({ name, dialect, act }) => {
      const test = await testContext();
      const user = await createUser(test);
      const api = new BearerClient(test, dialect);
      api.token = (await signIn(test, user, name)).session.accessToken;
      const find = () => test.ctx.db.session.findFirstOrThrow({ where: { audience: name } });
      const { firstFactorAt, secondFactorAt, id } = await find();
      test.clock.advance({ minutes: 5 });
      if (act === "turning MFA on") {
        const [start, finish, field] =
          name === "panguard"
            ? (["/totp/setup", "/totp/verify", "totpCode"] as const)
            : (["/auth/totp/provision", "/auth/totp/verify", "code"] as const);
        const { body } = await api.post(start);
        const { secret } = (name === "panguard" ? (body as { data: object }).data : body) as { secret: string };
        expect((await api.post(finish, { [field]: await totpCode(test, secret) })).status).toBe(200);
      } else {
        const body = { currentPassword: user.password, newPassword: "EvenStronger2" };
        expect((await api.post("/change-password", body)).status).toBe(200);
      }
      const given = act === "turning MFA on" ? test.clock.now() : secondFactorAt;
      expect(await find()).toMatchObject({ id, firstFactorAt, secondFactorAt: given, revokedAt: null });
    },
  );
});
