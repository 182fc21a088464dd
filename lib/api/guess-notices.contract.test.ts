import { beforeEach, describe, expect, it } from "vitest";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn, type TestUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { ownedBy } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { balance } from "./balance/api";
import { pandora } from "./pandora/api";
import { panguard } from "./panguard/api";
import { quazzar } from "./quazzar/api";

const wrongPassword = "not the password";
const wrongCode = "000000";
const newPassword = "Another good secret 1";

let test: TestContext;
let api: NativeClient;
let user: TestUser;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
});

async function bearer(dialect: typeof balance): Promise<BearerClient> {
  const client = new BearerClient(test, dialect);
  client.token = (await signIn(test, user, dialect.name)).session.accessToken;
  return client;
}

interface Act {
  act: string;
  factor: "password" | "code";
  mfa?: boolean;
  /** Returns a function that sends a wrong secret. */
  begin(): Promise<() => Promise<{ status: number }>>;
}

const native = (send: () => Promise<{ status: number }>) => async () => {
  await api.signIn(user);
  // Exceeds the lifetime of a step-up.
  test.clock.advance({ minutes: 11 });
  await api.post("refresh-token");
  return send;
};

const acts: Record<string, Act> = {
  "step-up, password": {
    act: "step_up",
    factor: "password",
    begin: native(() => api.post("step-up", { password: wrongPassword })),
  },
  "step-up, code": {
    act: "step_up",
    factor: "code",
    mfa: true,
    begin: native(() => api.post("step-up", { code: wrongCode })),
  },
  "change of the password": {
    act: "change_password",
    factor: "password",
    begin: native(() => api.post("change-password", { currentPassword: wrongPassword, newPassword })),
  },
  "change of the email address, password": {
    act: "change_email",
    factor: "password",
    begin: native(() => api.post("change-email", { newEmail: "new@company.example", currentPassword: wrongPassword })),
  },
  "change of the email address, code": {
    act: "change_email",
    factor: "code",
    mfa: true,
    begin: native(() =>
      api.post("change-email", {
        newEmail: "new@company.example",
        currentPassword: user.password,
        code: wrongCode,
      }),
    ),
  },
  "turning 2FA off, password": {
    act: "disable_mfa",
    factor: "password",
    mfa: true,
    begin: native(() => api.post("mfa/disable", { currentPassword: wrongPassword, code: wrongCode })),
  },
  "turning 2FA off, code": {
    act: "disable_mfa",
    factor: "code",
    mfa: true,
    begin: native(() => api.post("mfa/disable", { currentPassword: user.password, code: wrongCode })),
  },
  "turning 2FA on": {
    act: "enable_mfa",
    factor: "code",
    begin: async () => {
      await api.signIn(user);
      await api.post("mfa/setup");
      return () => api.post("mfa/enable", { code: wrongCode });
    },
  },
  "deletion of the account": {
    act: "delete_account",
    factor: "password",
    begin: native(() =>
      api.send("DELETE", "account", { json: { currentPassword: wrongPassword, confirmation: "delete" } }),
    ),
  },
  "Balance: change of the password": {
    act: "change_password",
    factor: "password",
    begin: async () => {
      const client = await bearer(balance);
      return () => client.post("/change-password", { currentPassword: wrongPassword, newPassword });
    },
  },
  "Pandora: change of the password": {
    act: "change_password",
    factor: "password",
    begin: async () => {
      await ownedBy(test, user.id);
      const client = await bearer(pandora);
      return () => client.post("/api/auth/change-password", { currentPassword: wrongPassword, newPassword });
    },
  },
  "Panguard: turning 2FA off": {
    act: "disable_mfa",
    factor: "password",
    mfa: true,
    begin: async () => {
      const client = await bearer(panguard);
      return () => client.post("/totp/disable", { password: wrongPassword });
    },
  },
  "Quazzar: turning 2FA off": {
    act: "disable_mfa",
    factor: "code",
    mfa: true,
    begin: async () => {
      const client = await bearer(quazzar);
      return () => client.delete("/auth/totp", { code: wrongCode });
    },
  },
};

describe("a wrong password or code inside a session leaves an audit event, and the fifth in a row is mailed and pauses it", () => {
  for (const [name, { act, factor, mfa = false, begin }] of Object.entries(acts)) {
    it(name, async () => {
      user = await createUser(test, { mfa, isAdmin: true });
      const send = await begin();
      const heard = () => test.ctx.db.auditEvent.findMany({ where: { action: "attempt.failed", subjectId: user.id } });
      const mailed = async () => {
        await test.runJobs("mail-attempts-failed");
        return (await test.mails.templatesTo(user.email)).filter((template) => template === "attempts-failed").length;
      };
      for (let time = 1; time <= 5; time += 1) {
        expect(await mailed(), `before guess ${time}`).toBe(0);
        const { status } = await send();
        expect([400, 401, 403, 422], `${name} answers ${status}`).toContain(status);
        const events = await heard();
        expect(events).toHaveLength(time);
        for (const event of events) {
          expect(event).toMatchObject({ actorId: user.id, actorLabel: user.email, details: { act, factor } });
        }
      }
      expect(await mailed()).toBe(1);
      expect((await send()).status, "the sixth waits").toBe(429);
      expect(await heard()).toHaveLength(5);
      expect(await mailed()).toBe(1);
      expect(await test.ctx.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(1);

      test.clock.advance({ seconds: 31 });
      await api.signIn(user);
      const proof = await api.post("step-up", { password: user.password });
      expect(proof.status, "where MFA is on a code is asked for, too").toBe(mfa ? 403 : 200);
    });

    it(`slowly, a guess in two hours: ${name}`, async () => {
      user = await createUser(test, { mfa, isAdmin: true });
      const send = await begin();
      const sessions = test.ctx.db.session;
      let sent = 0;
      for (; sent < 20; sent += 1) {
        expect(await sessions.count({ where: { userId: user.id, revokedAt: null } }), `before guess ${sent}`).toBe(1);
        expect((await send()).status).not.toBe(429);
        // Ages the account's budgets, not the session's.
        await test.ctx.db.$executeRaw`UPDATE attempt_budgets SET
          updated_at = updated_at - interval '2 hours', blocked_until = blocked_until - interval '2 hours'`;
      }
      expect(await sessions.count({ where: { userId: user.id, revokedAt: null } })).toBe(0);
      await test.runJobs("mail-attempts-failed");
      expect(await test.mails.templatesTo(user.email)).toContain("attempts-failed");
    });
  }
});

it("a right password or code leaves none", async () => {
  user = await createUser(test, { mfa: true });
  await api.signIn(user);
  test.clock.advance({ minutes: 1 });
  expect((await api.post("step-up", { password: user.password })).status).toBeLessThan(500);
  expect((await api.post("step-up", { code: user.recoveryCodes[0] })).status).toBe(200);
  expect(await test.ctx.db.auditEvent.count({ where: { action: "attempt.failed" } })).toBe(0);
});

it("five wrong codes at sign-in are mailed as well: whoever guesses them knows the password", async () => {
  user = await createUser(test, { mfa: true });
  for (let time = 0; time < 5; time += 1) {
    await api.another().post("login", { email: user.email, password: user.password, code: wrongCode });
  }
  await test.runJobs("mail-attempts-failed");
  expect(await test.mails.templatesTo(user.email)).toEqual(["attempts-failed"]);
});
