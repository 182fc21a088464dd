import { describe, expect, it } from "vitest";
import { logInSchema } from "@/lib/values/forms";
import { createUser, signIn, type TestUser, totpCode, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../sessions/audiences";
import { resolveSession } from "../sessions/resolve-session";
import { readSessions } from "../sessions/sessions";
import { logIn } from "./log-in";

const wrong = "not the password at all";

function logInAs(test: TestContext, user: TestUser, password: string = user.password, code?: string) {
  const input = { email: user.email, password, ...(code === undefined ? {} : { code }) };
  return logIn(test.ctx, input, nativeAudience);
}

async function fail(test: TestContext, user: TestUser, times: number) {
  for (let time = 0; time < times; time += 1) await logInAs(test, user, wrong);
}

describe("signing in", () => {
  it("opens a session with the device and address that it came from", async () => {
    const test = await testContext({ request: { ip: "198.51.100.4", userAgent: "Firefox on a fridge" } });
    const user = await createUser(test);
    const { actor, session } = await signIn(test, user);
    expect(actor).toMatchObject({ user: { id: user.id }, session: { amr: ["pwd"], startedWith: "PASSWORD" } });
    expect(session.accessExpiresAt.getTime() - test.clock.now().getTime()).toBe(15 * 60 * 1000);
    expect(session.refreshExpiresAt.getTime() - test.clock.now().getTime()).toBe(7 * 24 * 60 * 60 * 1000);
    expect(await readSessions(test.ctx, user.id, actor.session.id)).toMatchObject([
      { id: session.sessionId, ip: "198.51.100.4", userAgent: "Firefox on a fridge", current: true },
    ]);
  });

  it("works with the address however it is typed", async () => {
    const test = await testContext();
    const user = await createUser(test, { email: uniqueEmail("jane") });
    const typed = logInSchema.parse({ email: ` ${user.email.toUpperCase()} `, password: user.password });
    expect(codeOf(await logIn(test.ctx, typed, nativeAudience))).toBe("ok");
  });

  it("twenty right passwords at once give twenty sessions of their own", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const results = await atOnce(20, () => logInAs(test, user));
    const sessions = results.map((result) => {
      const outcome = expectOk(result);
      return outcome.next === "session" ? outcome.session.sessionId : "";
    });
    expect(new Set(sessions).size).toBe(20);
  });

  it("keeps the fifty newest sessions", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const first = await signIn(test, user);
    for (let more = 0; more < 50; more += 1) {
      test.clock.advance({ seconds: 1 });
      expectOk(await logInAs(test, user));
    }
    expect(await test.ctx.db.session.count({ where: { revokedAt: null } })).toBe(50);
    expect(await resolveSession(test.ctx, first.session.accessToken, nativeAudience)).toBeNull();
    expect(await test.ctx.db.auditEvent.findMany({ where: { action: "session.revoked" } })).toMatchObject([
      { subjectId: user.id, targetId: first.session.sessionId, details: { reason: "too_many_sessions" } },
    ]);
  });

  it("renews a hash that was made with weaker parameters", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const before = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expectOk(
      await logIn(
        { ...test.ctx, hasher: { ...hasherOf(test), isOutdated: () => true } },
        credentials(user),
        nativeAudience,
      ),
    );
    const after = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.passwordHash).not.toBe(before.passwordHash);
    expect(codeOf(await logInAs(test, user))).toBe("ok");
  });
});

function credentials({ email, password }: TestUser) {
  return { email, password };
}

function hasherOf({ hasher }: TestContext) {
  return { hash: hasher.hash.bind(hasher), verify: hasher.verify.bind(hasher) };
}

describe("whether an address has an account", () => {
  it("cannot be told: unknown, wrong password, unverified, deactivated and paused are answered alike", async () => {
    const test = await testContext();
    const paused = await createUser(test);
    await fail(test, paused, 5);
    const accounts = [
      { ...(await createUser(test)), email: uniqueEmail("nobody") },
      await createUser(test),
      await createUser(test, { isVerified: false }),
      await createUser(test, { isDeactivated: true }),
      await createUser(test, { mfa: true }),
      paused,
    ];
    const answers = [];
    for (const account of accounts) answers.push(JSON.stringify(await logInAs(test, account, wrong)));
    expect(new Set(answers)).toEqual(new Set([JSON.stringify({ ok: false, error: { code: "invalid_credentials" } })]));
  });

  it("cannot be told by the work: each costs one verification, paused accounts too", async () => {
    const test = await testContext();
    const paused = await createUser(test);
    await fail(test, paused, 5);
    const unknown = { ...paused, email: uniqueEmail("nobody") };
    for (const account of [unknown, await createUser(test), await createUser(test, { isVerified: false }), paused]) {
      const before = test.hasher.verified;
      await logInAs(test, account, wrong);
      expect(test.hasher.verified - before).toBe(1);
    }
  });

  it("is said, with what stands in the way, only after the right password", async () => {
    const test = await testContext();
    expect(codeOf(await logInAs(test, await createUser(test, { isVerified: false })))).toBe("email_not_verified");
    expect(codeOf(await logInAs(test, await createUser(test, { isDeactivated: true })))).toBe("account_deactivated");
  });

  it("leaves a trace of the true reason for those who run the place", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await logInAs(test, user, wrong);
    await logInAs(test, { ...user, email: uniqueEmail() }, wrong);
    const traces = await test.ctx.db.auditEvent.findMany({ where: { action: "login.failed" }, orderBy: { id: "asc" } });
    expect(traces.map(({ subjectId, details }) => [subjectId, details])).toEqual([
      [user.id, { reason: "wrong_password" }],
      [null, { reason: "unknown_address" }],
    ]);
    expect(JSON.stringify(traces.map(({ id: _, ...trace }) => trace))).not.toContain(wrong);
  });
});

describe("guessing a password", () => {
  it("is paused after five failures, and the right password then looks wrong", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await fail(test, user, 5);
    expect(codeOf(await logInAs(test, user))).toBe("invalid_credentials");
    test.clock.advance({ seconds: 29 });
    expect(codeOf(await logInAs(test, user))).toBe("invalid_credentials");
    test.clock.advance({ seconds: 1 });
    expect(codeOf(await logInAs(test, user))).toBe("ok");
    await fail(test, user, 4);
    expect(codeOf(await logInAs(test, user))).toBe("ok");
  });

  it("pauses longer each time, up to an hour, and attempts during a pause do not prolong it", async () => {
    const test = await testContext();
    const user = await createUser(test);
    await fail(test, user, 5);
    for (const pauseSeconds of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      test.clock.advance({ seconds: pauseSeconds - 1 });
      await fail(test, user, 3);
      expect(codeOf(await logInAs(test, user))).toBe("invalid_credentials");
      test.clock.advance({ seconds: 1 });
      await fail(test, user, 1);
    }
    test.clock.advance({ hours: 1 });
    expect(codeOf(await logInAs(test, user))).toBe("ok");
  });

  it("a burst of wrong passwords is judged five times, however many come at once", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const results = await atOnce(60, (index) => logInAs(test, user, index < 30 ? wrong : `${wrong} ${index}`));
    expect(tally(results)).toEqual({ invalid_credentials: 60 });
    const judged = await test.ctx.db.auditEvent.count({
      where: { action: "login.failed", details: { path: ["reason"], equals: "wrong_password" } },
    });
    expect(judged).toBe(5);
    expect(codeOf(await logInAs(test, user))).toBe("invalid_credentials");
  });

  it("counts one account, whatever spelling of the address and whichever API", async () => {
    const test = await testContext();
    const user = await createUser(test, { email: uniqueEmail("jane") });
    const spellings = [user.email.toUpperCase(), ` ${user.email}`, user.email];
    for (let time = 0; time < 5; time += 1) {
      const typed = logInSchema.parse({ email: spellings[time % 3], password: wrong });
      await logIn(test.ctx, typed, time % 2 === 0 ? nativeAudience : "other");
    }
    expect(codeOf(await logInAs(test, user))).toBe("invalid_credentials");
  });

  it("does not count against an account what its hash was never compared with", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const verify = () => Promise.reject(new Error("overloaded"));
    const overloaded = { ...test.ctx, hasher: { ...hasherOf(test), verify, isOutdated: () => false } };
    for (let time = 0; time < 8; time += 1) {
      await expect(logIn(overloaded, credentials(user), nativeAudience)).rejects.toThrow("overloaded");
    }
    expect(codeOf(await logInAs(test, user))).toBe("ok");
  });
});

describe("with MFA on", () => {
  it("gives a ticket and no session", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const outcome = expectOk(await logInAs(test, user));
    expect(outcome).toEqual({
      next: "mfa",
      mfaTicket: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: expect.any(Date),
      methods: ["totp", "recovery"],
    });
    expect(await test.ctx.db.session.count()).toBe(0);
  });

  it("opens a session at once when the code comes along", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const outcome = expectOk(await logInAs(test, user, user.password, await totpCode(test, user.totpSecret)));
    expect(outcome.next).toBe("session");
  });

  it("refuses a wrong code that comes along, and counts it", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    for (let time = 0; time < 5; time += 1) {
      expect(codeOf(await logInAs(test, user, user.password, "000000"))).toBe("login_code_invalid");
    }
    expect(codeOf(await logInAs(test, user, user.password, await totpCode(test, user.totpSecret)))).toBe(
      "login_code_invalid",
    );
  });

  it("does not let the right password without a code wipe out failed codes", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    for (let time = 0; time < 5; time += 1) {
      await logInAs(test, user, user.password, "000000");
      expect(codeOf(await logInAs(test, user))).toBe("ok");
    }
    expect(codeOf(await logInAs(test, user, user.password, await totpCode(test, user.totpSecret)))).toBe(
      "login_code_invalid",
    );
  });
});
