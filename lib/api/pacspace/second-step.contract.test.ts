import { beforeEach, describe, expect, it } from "vitest";
import { createUser, type TestUser, totpCode } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

let test: TestContext;
let api: NativeClient;
let user: TestUser;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
  user = await createUser(test, { mfa: true });
});

async function ticketOf({ email, password }: Pick<TestUser, "email" | "password"> = user): Promise<string> {
  return textAt(await api.another().post("login", { email, password }), "mfaTicket");
}

const verify = (mfaTicket: string, code: unknown) => api.another().post("login/mfa-verify", { mfaTicket, code });
const code = (steps = 0) => totpCode(test, user.totpSecret, steps);
const wrongCode = { status: 401, error: { code: "INVALID_MFA_CODE" }, setCookies: [] };
const deadTicket = { status: 401, error: { code: "MFA_TICKET_INVALID" }, setCookies: [] };
const judged = () => test.ctx.db.auditEvent.count({ where: { action: "login.mfa_failed" } });
const sessions = () => test.ctx.db.session.count({ where: { userId: user.id, revokedAt: null } });

it("gives a ticket for the second step only, after the right password of a 2FA account", async () => {
  const answer = await api.post("login", { email: user.email, password: user.password });
  expect(answer).toMatchObject({ status: 200, data: { requiresMfa: true }, setCookies: [] });
  const mfaTicket = textAt(answer, "mfaTicket");
  api.cookies.set("foyer_access", mfaTicket).set("foyer_refresh", mfaTicket);
  expect((await api.get("profile")).status).toBe(401);
  expect((await api.post("refresh-token")).status).toBe(401);
  const bearer = { headers: { authorization: `Bearer ${mfaTicket}` }, withCookies: false };
  expect((await api.get("profile", bearer)).status).toBe(401);
  expect((await api.post("reset-password", { token: mfaTicket, password: "NewSecurePass1" })).error?.code).toBe(
    "TOKEN_INVALID",
  );
  for (const path of ["verify", "verify-email-change"]) {
    expect((await api.get(`${path}?token=${mfaTicket}`)).error?.code).toBe("TOKEN_INVALID");
  }
  expect((await verify(mfaTicket, await code())).status).toBe(200);
});

describe("guessing codes", () => {
  it("ends a ticket after five wrong codes, for the right code too", async () => {
    const mfaTicket = await ticketOf();
    for (let guess = 0; guess < 5; guess += 1)
      expect(await verify(mfaTicket, `00000${guess}`)).toMatchObject(wrongCode);
    expect(await verify(mfaTicket, await code())).toMatchObject(deadTicket);
    test.clock.advance({ seconds: 30 });
    expect(await verify(mfaTicket, await code())).toMatchObject(deadTicket);
    expect(await judged()).toBe(5);
    expect((await verify(await ticketOf(), await code())).status).toBe(200);
  });

  it("pauses codes after five guesses, over any number of tickets", async () => {
    for (let ticket = 0; ticket < 10; ticket += 1) {
      const { status, data } = await api.another().post("login", { email: user.email, password: user.password });
      if (status !== 200) continue;
      const { mfaTicket } = data as { mfaTicket: string };
      for (let guess = 0; guess < 5; guess += 1) await verify(mfaTicket, `1${ticket}00${guess}0`.slice(0, 6));
    }
    expect(await judged()).toBe(5);
    expect((await verify(await ticketOf(), await code())).status).toBe(429);
    expect(await sessions()).toBe(0);
  });

  it("counts recovery code guesses separately, with longer pauses each time", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWX";
    let guesses = 0;
    const day = test.clock.now().getTime() + 24 * 60 * 60 * 1000;
    while (test.clock.now().getTime() < day) {
      const { status, data } = await api.another().post("login", { email: user.email, password: user.password });
      if (status === 200) {
        const guess = `${alphabet.slice(guesses % 20)}${alphabet}`.slice(0, 24);
        if ((await verify((data as { mfaTicket: string }).mfaTicket, guess)).status === 401) guesses += 1;
      }
      test.clock.advance({ minutes: guesses < 5 ? 0 : 30 });
    }
    // Pauses last an hour from the twelfth failure.
    expect(await judged()).toBe(guesses);
    expect(guesses).toBeLessThanOrEqual(40);
    expect(await test.mails.templatesTo(user.email)).not.toContain("recovery-code-used");
  });

  it("rejects another account's code on a ticket, and counts it for the ticket's account", async () => {
    const other = await createUser(test, { mfa: true });
    const mfaTicket = await ticketOf();
    expect(await verify(mfaTicket, await totpCode(test, other.totpSecret))).toMatchObject(wrongCode);
    expect(await verify(mfaTicket, other.recoveryCodes[0])).toMatchObject(wrongCode);
    const budgets = await test.ctx.db.attemptBudget.findMany({ where: { failures: { gt: 0 } } });
    expect(new Set(budgets.map(({ userId }) => userId))).toEqual(new Set([user.id]));
    expect(await judged()).toBe(2);
    expect((await verify(await ticketOf(other), await totpCode(test, other.totpSecret))).status).toBe(200);
    expect((await verify(await ticketOf(other), other.recoveryCodes[0])).status).toBe(200);
  });
});

describe("a code", () => {
  it("rejects a TOTP code that was already used, also on a new ticket", async () => {
    const used = await code();
    expect((await verify(await ticketOf(), used)).status).toBe(200);
    for (const seconds of [0, 5, 24]) {
      test.clock.advance({ seconds });
      expect(await verify(await ticketOf(), used)).toMatchObject(wrongCode);
    }
    expect(await sessions()).toBe(1);
  });

  it("accepts codes of the present step and its neighbors, once each and never backwards", async () => {
    for (const far of [-3, -2, 2, 3]) expect(await verify(await ticketOf(), await code(far))).toMatchObject(wrongCode);
    for (const near of [-1, 0, 1]) expect((await verify(await ticketOf(), await code(near))).status).toBe(200);
    for (const used of [1, 0, -1]) expect(await verify(await ticketOf(), await code(used))).toMatchObject(wrongCode);
    test.clock.advance({ seconds: 60 });
    expect((await verify(await ticketOf(), await code(1))).status).toBe(200);
    expect(await verify(await ticketOf(), await code(0))).toMatchObject(wrongCode);
  });

  it("rejects malformed codes without counting an attempt", async () => {
    const odd = ["12345", "1234567", "12 456", "12345½", "-12345", "1e5000", "", null, 123456, true];
    const mfaTicket = await ticketOf();
    await api.signIn(user);
    for (const value of [...odd, ["123456"], { code: "123456" }, undefined]) {
      const answers = [
        await verify(mfaTicket, value),
        await api.post("mfa/enable", { code: value }),
        await api.post("mfa/disable", { currentPassword: user.password, code: value }),
        ...(value === undefined ? [] : [await api.post("step-up", { code: value })]),
        ...(value === undefined
          ? []
          : [await api.post("login", { email: user.email, password: user.password, code: value })]),
      ];
      for (const answer of answers)
        expect(answer, JSON.stringify(value)).toMatchObject({ status: 400, setCookies: [] });
    }
    expect((await verify(mfaTicket, "000000")).error?.message).toContain("4 attempts left");
  });

  it("accepts a recovery code once, stores a hash, and emails how many are left", async () => {
    const [recovery = ""] = user.recoveryCodes;
    const typed = recovery.toLowerCase().replaceAll("-", " ");
    expect((await verify(await ticketOf(), typed)).status).toBe(200);
    for (const again of [typed, recovery]) expect(await verify(await ticketOf(), again)).toMatchObject(wrongCode);
    expect(await test.mails.templatesTo(user.email)).toContain("recovery-code-used");
    expect(await test.mails.last(user.email, "recovery-code-used")).toMatchObject({ remaining: 9 });
    const { rows } = await test.database.pool.query("SELECT recovery_codes::text AS row FROM recovery_codes");
    expect(rows).toHaveLength(10);
    for (const one of user.recoveryCodes) {
      expect(JSON.stringify(rows)).not.toContain(one);
      expect(JSON.stringify(rows)).not.toContain(one.replaceAll("-", ""));
    }
    expect(await test.ctx.db.auditEvent.count({ where: { action: "mfa.recovery_code_used" } })).toBe(1);
  });
});

describe("a ticket is refused with the right code", () => {
  const newPassword = "NewSecurePass1";
  const events: [string, (signedIn: NativeClient) => Promise<unknown>][] = [
    ["five minutes", async () => test.clock.advance({ minutes: 5 })],
    ["a password change", (own) => own.post("change-password", { currentPassword: user.password, newPassword })],
    [
      "a password reset",
      async (own) => {
        await own.post("request-password-reset", { email: user.email });
        await test.runJobs();
        const token = await test.mails.lastToken(user.email, "password-reset");
        return own.post("reset-password", { token, password: newPassword });
      },
    ],
    [
      "MFA was turned off",
      (own) => own.post("mfa/disable", { currentPassword: user.password, code: user.recoveryCodes[1] }),
    ],
    ["signing out everywhere", (own) => own.post("logout-everywhere")],
  ];

  it.each(events)("rejects the right code on a ticket that has ended: %s", async (_event, happen) => {
    await api.signIn(user);
    const mfaTicket = await ticketOf();
    const answer = await happen(api);
    if (answer !== undefined) expect(answer).toMatchObject({ status: 200 });
    test.clock.advance({ seconds: 30 });
    expect(await verify(mfaTicket, await code())).toMatchObject(deadTicket);
    expect(await verify(mfaTicket, user.recoveryCodes[2])).toMatchObject(deadTicket);
    expect(await test.ctx.db.recoveryCode.count({ where: { userId: user.id, usedAt: { not: null } } })).toBe(0);
  });

  it("rejects a ticket with the right code after the account was deactivated", async () => {
    const mfaTicket = await ticketOf();
    const admin = api.another();
    await admin.signIn(await createUser(test, { isAdmin: true }));
    expect((await admin.post(`/dashboard/admin/users/${user.id}/deactivate`, { reason: "Left" })).status).toBe(200);
    const late = await verify(mfaTicket, await code());
    expect(late).toMatchObject({ setCookies: [] });
    expect([401, 403]).toContain(late.status);
    expect(await sessions()).toBe(0);
  });
});
