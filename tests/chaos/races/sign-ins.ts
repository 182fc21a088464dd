import { expect, it } from "vitest";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logIn } from "@/lib/core/sign-in/log-in";
import { startPasskeySignIn } from "@/lib/core/sign-in/passkeys/sign-in";
import { confirmLink } from "@/lib/core/sign-in/sso/link";
import { arrival, arriveAs, outcomeOf } from "@/tests/support/arrivals";
import { createUser, type TestUser, testPassword, totpCode } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { passkeyOwner } from "@/tests/support/passkeys";
import type { TestContext } from "@/tests/support/test-context";
import { openSessions, traces } from "./effects";
import { openInstances, outcomeOfCore } from "./instances";
import { run } from "./race";
import { opened, waysToSignIn } from "./ways-to-sign-in";

const auth = "/dashboard/auth";
const wrongCode = ["401 INVALID_MFA_CODE", "401 MFA_TICKET_INVALID", "429 RATE_LIMITED"];

async function ticketOf({ ctx }: TestContext, { email }: TestUser): Promise<string> {
  const outcome = expectOk(await logIn(ctx, { email, password: testPassword }, nativeAudience));
  if (outcome.next !== "mfa") throw new Error("MFA is off");
  return outcome.mfaTicket;
}

async function ticketsOf(test: TestContext, user: TestUser, count: number): Promise<string[]> {
  const tickets: string[] = [];
  while (tickets.length < count) tickets.push(await ticketOf(test, user));
  return tickets;
}

export function raceForSignIns(): void {
  it("opens one session for concurrent codes with one MFA ticket", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "MFA ticket",
      isVital: true,
      async prepare() {
        const user = await createUser(test, { mfa: true });
        return { ...user, mfaTicket: await ticketOf(test, user), code: await totpCode(test, user.totpSecret) };
      },
      use: ({ code, mfaTicket }, index) => ask(index, { path: `${auth}/login/mfa-verify`, json: { mfaTicket, code } }),
      wins: 1,
      errors: wrongCode,
      effects: ({ id }) => openSessions(test, id),
    });
  });

  it("opens one session for one TOTP code used through five APIs", async () => {
    const { test, ask } = await openInstances();
    const ways = waysToSignIn(test);
    await run({
      thing: "TOTP step, through five APIs",
      isVital: true,
      async prepare() {
        const user = await createUser(test, { mfa: true });
        await ways.ownPandora(user);
        return { ...user, mfaTicket: await ticketOf(test, user), code: await totpCode(test, user.totpSecret) };
      },
      use: ({ code, email, mfaTicket }, index) =>
        index % 6 === 5
          ? ask(index, { path: `${auth}/login/mfa-verify`, json: { mfaTicket, code } })
          : ask(index, ways.request(index, { email, password: testPassword, code })),
      wins: 1,
      errors: ["401", "429"],
      effects: ({ id }) => openSessions(test, id),
    });
  });

  it("opens one session for one recovery code used with several tickets and APIs", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "recovery code, on eighteen tickets and through two more APIs",
      isVital: true,
      async prepare() {
        const user = await createUser(test, { mfa: true });
        return { ...user, tickets: await ticketsOf(test, user, 18) };
      },
      use({ email, recoveryCodes: [code = ""], tickets }, index) {
        const mfaTicket = tickets[index];
        if (mfaTicket) return ask(index, { path: `${auth}/login/mfa-verify`, json: { mfaTicket, code } });
        const password = testPassword;
        return index === 18
          ? ask(index, { path: "/compat/panguard/api/auth/login", json: { email, password, backupCode: code } })
          : ask(index, { path: "/compat/quazzar/auth/login", json: { email, password, totp_code: code } });
      },
      wins: 1,
      errors: ["401", "429"],
      async effects({ id }) {
        const used = await test.ctx.db.recoveryCode.count({ where: { userId: id, usedAt: { not: null } } });
        return used * (await openSessions(test, id));
      },
    });
  });

  it("opens one session for a recovery code and a TOTP code with one ticket, and keeps the unused code", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "recovery codes and TOTP codes on one ticket",
      async prepare() {
        const user = await createUser(test, { mfa: true });
        return { ...user, mfaTicket: await ticketOf(test, user), code: await totpCode(test, user.totpSecret) };
      },
      use({ code, mfaTicket, recoveryCodes }, index) {
        const typed = index % 2 === 0 ? code : (recoveryCodes[index % 10] ?? "");
        return ask(index, { path: `${auth}/login/mfa-verify`, json: { mfaTicket, code: typed } });
      },
      wins: 1,
      errors: wrongCode,
      effects: ({ id }) => openSessions(test, id),
      async check({ id }, outcomes) {
        const winner = outcomes.findIndex(({ status }) => status < 400);
        const used = await test.ctx.db.recoveryCode.count({ where: { userId: id, usedAt: { not: null } } });
        expect(used).toBe(winner % 2);
      },
    });
  });

  it("checks five of sixty concurrent wrong codes with one ticket", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "wrong codes on one ticket (60), checked",
      uses: 60,
      async prepare() {
        const user = await createUser(test, { mfa: true });
        return { ...user, mfaTicket: await ticketOf(test, user), right: await totpCode(test, user.totpSecret) };
      },
      use({ mfaTicket, right }, index) {
        const code = String((Number(right) + 1 + index) % 1_000_000).padStart(6, "0");
        return ask(index, { path: `${auth}/login/mfa-verify`, json: { mfaTicket, code } });
      },
      wins: 0,
      errors: wrongCode,
      expected: 5,
      effects: async (_, outcomes) => outcomes.filter(({ code }) => code === "INVALID_MFA_CODE").length,
    });
  });

  it("checks five of a hundred concurrent wrong passwords over all APIs and rejects a right one among the rest", async () => {
    const { test, ask } = await openInstances();
    const ways = waysToSignIn(test);
    await run({
      thing: "wrong passwords (100), through five APIs, checked",
      uses: 100,
      async prepare() {
        const user = await createUser(test);
        await ways.ownPandora(user);
        return user;
      },
      use: ({ email }, index) =>
        ask(index, ways.request(index, { email, password: index === 99 ? testPassword : `wrong password ${index}` })),
      wins: 0,
      errors: ["401"],
      expected: 5,
      effects: ({ id }) =>
        test.ctx.db.auditEvent.count({
          where: { action: "login.failed", subjectId: id, details: { path: ["reason"], equals: "wrong_password" } },
        }),
    });
  });

  it("opens twenty sessions for twenty right passwords", async () => {
    // Concurrent attempts before the throttle starts, per process.
    const { test, ask } = await openInstances();
    const ways = waysToSignIn(test);
    await run({
      thing: "right passwords, through five APIs",
      async prepare() {
        const user = await createUser(test);
        await ways.ownPandora(user);
        return user;
      },
      use: ({ email }, index) => ask(0, ways.request(index, { email, password: testPassword })),
      wins: "all",
      errors: [],
      expected: 20,
      effects: ({ id }) => openSessions(test, id),
      async check(_, outcomes) {
        expect(new Set(outcomes.map((outcome) => opened(outcome))).size).toBe(20);
      },
    });
  });

  it("accepts one of twenty answers to a passkey challenge", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "passkey challenge",
      async prepare() {
        const { authenticator, user } = await passkeyOwner(test);
        const options = expectOk(await startPasskeySignIn(test.ctx));
        const answers = Array.from({ length: 20 }, () => authenticator.get(options));
        return { answers, user };
      },
      use: ({ answers }, index) => ask(index, { path: `${auth}/login/passkey`, json: { response: answers[index] } }),
      wins: 1,
      errors: ["400 PASSKEY_REJECTED"],
      effects: ({ user }) => test.ctx.db.session.count({ where: { userId: user.id, startedWith: "PASSKEY" } }),
    });
  });

  it("links an identity once for one SSO ticket", async () => {
    const { test } = await openInstances();
    await run({
      thing: "ticket of a single sign-on",
      async prepare() {
        const user = await createUser(test);
        return { ...user, ticket: outcomeOf(await arriveAs(test, arrival({ email: user.email })), "link").ticket };
      },
      use: ({ ticket }) => outcomeOfCore(confirmLink(test.ctx, { ticket, password: testPassword }, nativeAudience)),
      wins: 1,
      errors: ["400 TOKEN_INVALID"],
      effects: async ({ id }) => (await traces(test, "identity.linked", id)) * (await openSessions(test, id)),
    });
  });
}
