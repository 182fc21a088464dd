import { describe, expect, it } from "vitest";
import { createUser, signIn, strangeToken, type TestUser, totpCode } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { changePassword } from "../accounts/password";
import { nativeAudience } from "../sessions/audiences";
import { refreshSession } from "../sessions/refresh-session";
import { resolveSession } from "../sessions/resolve-session";
import { logIn } from "./log-in";
import { disableMfa } from "./mfa/mfa";
import { offeredAtTicket, verifyLoginMfa } from "./second-step";

async function ticketOf(test: TestContext, user: TestUser): Promise<string> {
  const outcome = expectOk(await logIn(test.ctx, { email: user.email, password: user.password }, nativeAudience));
  if (outcome.next !== "mfa") throw new Error("MFA is off");
  return outcome.mfaTicket;
}

async function halfWay() {
  const test = await testContext();
  const user = await createUser(test, { mfa: true });
  const mfaTicket = await ticketOf(test, user);
  const verify = (code: string, ticket = mfaTicket) =>
    verifyLoginMfa(test.ctx, { mfaTicket: ticket, code }, nativeAudience);
  return { test, ctx: test.ctx, user, mfaTicket, verify, code: (steps = 0) => totpCode(test, user.totpSecret, steps) };
}

const sessions = (test: TestContext, user: TestUser) =>
  test.ctx.db.session.count({ where: { userId: user.id, revokedAt: null } });

describe("the second step", () => {
  it("opens the session with a TOTP code", async () => {
    const { test, verify, code } = await halfWay();
    const { session, user } = expectOk(await verify(await code()));
    expect(user.mfaEnabled).toBe(true);
    expect((await resolveSession(test.ctx, session.accessToken, nativeAudience))?.session.amr).toEqual(["pwd", "otp"]);
  });

  it("names the account and its methods to an open ticket, and nothing to another", async () => {
    const { ctx, user, mfaTicket, verify, code } = await halfWay();
    const offered = await offeredAtTicket(ctx, mfaTicket, nativeAudience);
    expect(offered).toEqual({ email: user.email, methods: expect.arrayContaining(["totp"]) });
    expectOk(await verify(await code()));
    for (const ticket of [mfaTicket, strangeToken(), "made-up"]) {
      expect(await offeredAtTicket(ctx, ticket, nativeAudience)).toEqual({ email: "", methods: [] });
    }
  });

  it("one ticket opens one session of fifty right codes at once", async () => {
    const { test, user, verify, code } = await halfWay();
    const right = await code();
    const results = await atOnce(50, () => verify(right));
    expect(tally(results).ok).toBe(1);
    expect(await sessions(test, user)).toBe(1);
  });

  it("one code that comes with two tickets at once opens one session", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { test, user, verify, mfaTicket, code } = await halfWay();
      const tickets = [mfaTicket, await ticketOf(test, user)];
      const right = await code();
      const results = await Promise.all(tickets.map((ticket) => verify(right, ticket)));
      expect(tally(results)).toEqual({ ok: 1, login_code_invalid: 1 });
      expect(await sessions(test, user)).toBe(1);
    }
  });

  it("refuses a code that has signed somebody in, on a fresh ticket within its 30 seconds", async () => {
    const { test, user, verify, code } = await halfWay();
    const right = await code();
    expectOk(await verify(right));
    test.clock.advance({ seconds: 5 });
    expect(codeOf(await verify(right, await ticketOf(test, user)))).toBe("login_code_invalid");
  });

  it("accepts the steps before and after the present one, once each and never backwards", async () => {
    const { test, user, verify, code } = await halfWay();
    expect(codeOf(await verify(await code(-2)))).toBe("login_code_invalid");
    expect(codeOf(await verify(await code(2)))).toBe("login_code_invalid");
    expect(codeOf(await verify(await code(1)))).toBe("ok");
    for (const steps of [1, 0, -1]) {
      expect(codeOf(await verify(await code(steps), await ticketOf(test, user)))).toBe("login_code_invalid");
    }
  });

  it("tells how many tries are left, and ends the ticket with the last", async () => {
    const { ctx, verify, code } = await halfWay();
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await verify("000000")).toMatchObject({ error: { code: "login_code_invalid", attemptsLeft } });
    }
    expect(codeOf(await verify(await code()))).toBe("mfa_ticket_invalid");
    expect(await ctx.db.auditEvent.count({ where: { action: "login.mfa_failed" } })).toBe(5);
  });

  it("of sixty wrong codes at once five are judged", async () => {
    const { ctx, verify } = await halfWay();
    const results = await atOnce(60, (index) => verify(String(100_000 + index)));
    expect(tally(results).ok).toBeUndefined();
    expect(await ctx.db.auditEvent.count({ where: { action: "login.mfa_failed" } })).toBeLessThanOrEqual(5);
  });

  it("pauses the second factor when codes are guessed over fresh tickets", async () => {
    const { test, user, verify } = await halfWay();
    const outcomes: string[] = [];
    for (let ticket = 0; ticket < 6; ticket += 1) {
      const login = await logIn(test.ctx, { email: user.email, password: user.password }, nativeAudience);
      if (!login.ok || login.value.next !== "mfa") {
        outcomes.push(codeOf(login));
        continue;
      }
      outcomes.push(codeOf(await verify("000000", login.value.mfaTicket)));
    }
    expect(outcomes).toEqual([...Array(5).fill("login_code_invalid"), "rate_limited"]);
  });
});

describe("a ticket", () => {
  it("ends after five minutes to the second", async () => {
    const { test, user, verify, code } = await halfWay();
    test.clock.advance({ minutes: 5, seconds: -1 });
    expect(codeOf(await verify("000000"))).toBe("login_code_invalid");
    test.clock.advance({ seconds: 1 });
    expect(codeOf(await verify(await code()))).toBe("mfa_ticket_invalid");
    expect(codeOf(await verify(await code(), await ticketOf(test, user)))).toBe("ok");
  });

  it("is good for the API that issued it only", async () => {
    const { test, mfaTicket, code } = await halfWay();
    const elsewhere = await verifyLoginMfa(test.ctx, { mfaTicket, code: await code() }, "other");
    expect(codeOf(elsewhere)).toBe("mfa_ticket_invalid");
  });

  it("of one person is no use with the code of another, and counts against its own account", async () => {
    const { test, user, verify } = await halfWay();
    const other = await createUser(test, { mfa: true });
    expect(codeOf(await verify(await totpCode(test, other.totpSecret)))).toBe("login_code_invalid");
    const budgets = await test.ctx.db.attemptBudget.findMany({ where: { failures: { gt: 0 } } });
    expect(new Set(budgets.map(({ userId }) => userId))).toEqual(new Set([user.id]));
  });

  it("is neither an access token nor a refresh token", async () => {
    const { ctx, mfaTicket } = await halfWay();
    expect(await resolveSession(ctx, mfaTicket, nativeAudience)).toBeNull();
    expect(codeOf(await refreshSession(ctx, mfaTicket, nativeAudience))).toBe("refresh_token_invalid");
  });

  it.each([strangeToken(), "", "x", "\u0000"])("is not %j", async (ticket) => {
    const { verify, code } = await halfWay();
    expect(codeOf(await verify(await code(), ticket))).toBe("mfa_ticket_invalid");
  });

  it("dies with a password change", async () => {
    const { test, user, verify, mfaTicket, code } = await halfWay();
    const { actor } = await signIn(test, user);
    const change = { currentPassword: user.password, newPassword: "another good secret" };
    expectOk(await changePassword(test.ctx, actor, change));
    test.clock.advance({ seconds: 30 });
    expect(codeOf(await verify(await code(), mfaTicket))).toBe("mfa_ticket_invalid");
  });

  it("dies when MFA is turned off", async () => {
    const { test, user, verify, mfaTicket } = await halfWay();
    const { actor } = await signIn(test, user);
    const proof = { currentPassword: user.password, code: user.recoveryCodes[0] ?? "" };
    expectOk(await disableMfa(test.ctx, actor, proof));
    expect(codeOf(await verify(user.recoveryCodes[1] ?? "", mfaTicket))).toBe("mfa_ticket_invalid");
  });

  it("opens nothing for an account that was deactivated meanwhile, and spends no code", async () => {
    const { test, ctx, user, verify } = await halfWay();
    await ctx.db.user.update({ where: { id: user.id }, data: { deactivatedAt: test.clock.now() } });
    expect(codeOf(await verify(user.recoveryCodes[0] ?? ""))).toBe("account_deactivated");
    expect(await ctx.db.recoveryCode.count({ where: { usedAt: null } })).toBe(10);
    expect(await sessions(test, user)).toBe(0);
  });
});

describe("a recovery code", () => {
  it("signs in once, in any grouping, and the owner is told how many are left", async () => {
    const { test, user, verify } = await halfWay();
    const [code = ""] = user.recoveryCodes;
    const { session } = expectOk(await verify(code.toLowerCase().replaceAll("-", " ")));
    expect((await resolveSession(test.ctx, session.accessToken, nativeAudience))?.session.amr).toEqual([
      "pwd",
      "recovery",
    ]);
    expect(await test.mails.last(user.email, "recovery-code-used")).toMatchObject({ remaining: 9 });
    expect(codeOf(await verify(code, await ticketOf(test, user)))).toBe("login_code_invalid");
  });

  it("one recovery code on twenty tickets at once opens one session", async () => {
    const { test, user, verify } = await halfWay();
    const [code = ""] = user.recoveryCodes;
    const tickets = await atOnce(20, () => ticketOf(test, user));
    const results = await Promise.all(tickets.map((ticket) => verify(code, ticket)));
    expect(tally(results).ok).toBe(1);
    expect(await sessions(test, user)).toBe(1);
    expect(await test.mails.templatesTo(user.email)).toEqual(["recovery-code-used"]);
    expect(await test.ctx.db.recoveryCode.count({ where: { usedAt: { not: null } } })).toBe(1);
  });

  it("a recovery code and a TOTP code on one ticket at once open one session, and the loser is not spent", async () => {
    const { test, user, verify, code } = await halfWay();
    const [recovery = ""] = user.recoveryCodes;
    const results = await Promise.all([verify(recovery), verify(await code())]);
    expect(tally(results).ok).toBe(1);
    expect(await sessions(test, user)).toBe(1);
    const used = await test.ctx.db.recoveryCode.count({ where: { usedAt: { not: null } } });
    expect(used).toBe(results[0]?.ok ? 1 : 0);
  });

  it("of another account opens nothing", async () => {
    const { test, verify } = await halfWay();
    const other = await createUser(test, { mfa: true });
    expect(codeOf(await verify(other.recoveryCodes[0] ?? ""))).toBe("login_code_invalid");
    expect(await test.ctx.db.recoveryCode.count({ where: { usedAt: { not: null } } })).toBe(0);
  });
});

it("keeps a TOTP secret sealed to its account: moved to another row it opens nothing", async () => {
  const { test, user, verify } = await halfWay();
  const other = await createUser(test, { mfa: true });
  const { sealedSecret } = await test.ctx.db.totpCredential.findUniqueOrThrow({ where: { userId: other.id } });
  expect(sealedSecret).not.toContain(other.totpSecret);
  await test.ctx.db.totpCredential.update({ where: { userId: user.id }, data: { sealedSecret } });
  test.log.expectProblems();
  for (const secret of [other.totpSecret, user.totpSecret]) {
    expect(codeOf(await verify(await totpCode(test, secret)))).toBe("login_code_invalid");
  }
  expect(test.log.problems).toMatchObject([{ level: "error" }, { level: "error", fields: { userId: user.id } }]);
  expect(await sessions(test, user)).toBe(0);
});
