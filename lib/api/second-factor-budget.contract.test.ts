import { beforeEach, describe, expect, it } from "vitest";
import { resetPassword } from "@/lib/core/accounts/password";
import { openSignInHere } from "@/lib/core/sign-in/sign-in-link";
import { BearerClient } from "@/tests/support/bearer-client";
import { CodeGuesser } from "@/tests/support/code-guesser";
import { createUser, signIn, type TestUser } from "@/tests/support/factories";
import { type NativeClient, textAt } from "@/tests/support/native-client";
import { expectOk } from "@/tests/support/outcomes";
import { ownedBy } from "@/tests/support/pandora";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";
import { balance } from "./balance/api";
import { pandora } from "./pandora/api";
import { panguard } from "./panguard/api";
import { quazzar } from "./quazzar/api";

let test: TestContext;
let api: NativeClient;
let user: TestUser;
let guesser: CodeGuesser;

beforeEach(async () => {
  test = await testContext();
  user = await createUser(test, { mfa: true, isAdmin: true });
  guesser = new CodeGuesser(test, user);
  api = guesser.api;
  test.clock.advance({ days: 30 });
});

it("never looks at a twenty-first code within a day while somebody resets, guesses and raises alarms in a loop", async () => {
  const begun = test.clock.now().getTime();
  let judged = 0;
  await guesser.reset();
  for (let loop = 0; loop < 20; loop += 1) {
    for (let time = 0; time < 3; time += 1) if ((await guesser.tryCode("000000")) === 401) judged += 1;
    if (loop % 3 === 0) await guesser.reset();
    await guesser.alarm();
    test.clock.advance({ minutes: 60 });
  }
  expect(test.clock.now().getTime() - begun).toBeLessThan(24 * 60 * 60 * 1000);
  expect(judged).toBeLessThanOrEqual(20);
  test.clock.advance({ hours: 1 });
  expect(await guesser.tryCode(await guesser.rightCode()), "the right one").toBe(429);
});

describe("after nineteen wrong codes the twentieth is the last, whatever happens in between", () => {
  const passwordApis = { balance, panguard, pandora, quazzar };
  const acts: Record<string, () => Promise<void>> = {
    nothing: async () => {},
    "a reset": () => guesser.reset(),
    "an alarm": async () => {
      await guesser.reset();
      await guesser.alarm();
    },
    "a password change": async () => {
      const newPassword = "Another good secret";
      await api.post("refresh-token");
      // A correct code would reset the counter.
      const data = { secondFactorAt: test.clock.now() };
      await test.ctx.db.session.updateMany({ where: { userId: user.id }, data });
      expect((await api.post("change-password", { currentPassword: guesser.password, newPassword })).status).toBe(200);
      guesser.password = newPassword;
    },
    "a step-up with the password": async () => {
      await api.post("refresh-token");
      const { error } = await api.post("step-up", { password: guesser.password });
      expect(error?.code, "a code, too").toBe("STEP_UP_REQUIRED");
    },
    "a sign-in link": async () => {
      for (let time = 0; time < 5; time += 1) {
        await api
          .another()
          .post("login", { email: user.email, password: "wrong password" }, { headers: guesser.elsewhere() });
      }
      await test.runJobs("mail-sign-in-link");
      const token = await test.mails.lastToken(user.email, "sign-in-paused");
      expectOk(await openSignInHere(askedBy(test, { deviceToken: null }).ctx, { token }));
    },
    "the right password at every API": async () => {
      await ownedBy(test, user.id);
      for (const [name, dialect] of Object.entries(passwordApis)) {
        const body =
          name === "pandora" ? { password: guesser.password } : { email: user.email, password: guesser.password };
        const path = { balance: "/login", panguard: "/login", pandora: "/api/auth/login", quazzar: "/auth/login" }[
          name
        ];
        const { status } = await new BearerClient(test, dialect).post(path ?? "", body);
        expect(status, name).toBeLessThan(500);
      }
    },
    "a session that goes on": async () => {
      expect((await api.post("refresh-token")).status).toBe(200);
      expect((await api.get("profile")).status).toBe(200);
    },
  };
  for (const [name, act] of Object.entries(acts)) {
    it(name, async () => {
      await api.signIn(user);
      test.clock.advance({ minutes: 1 });
      await guesser.guess(19);
      await act();
      expect(await guesser.tryCode("000000")).toBe(401);
      const right = await guesser.rightCode();
      const login = await api
        .another()
        .post("login", { email: user.email, password: guesser.password }, { headers: guesser.elsewhere() });
      const body = { mfaTicket: textAt(login, "mfaTicket"), code: right };
      const refused = await api.another().post("login/mfa-verify", body, { headers: guesser.elsewhere() });
      expect(refused).toMatchObject({ status: 429, error: { code: "RATE_LIMITED" } });
      expect(refused.headers.get("retry-after")).toBe(String(24 * 60 * 60));
      await test.runJobs("mail-attempts-failed");
      const mails = await test.mails.templatesTo(user.email);
      expect(mails.filter((template) => template === "second-factor-paused")).toHaveLength(1);
      test.clock.advance({ hours: 24 });
      expect(await guesser.tryCode(await guesser.rightCode())).toBe(200);
    });
  }

  it("a reset that makes a browser known", async () => {
    await guesser.guess(19);
    const token = await guesser.mailedResetToken();
    guesser.password = "Another good secret";
    const fresh = askedBy(test, { deviceToken: null });
    const { deviceToken } = expectOk(await resetPassword(fresh.ctx, { token, password: guesser.password }));
    const browser = { ...guesser.elsewhere(), cookie: `foyer_device=${deviceToken}` };
    expect(await guesser.tryCode("000000", browser)).toBe(401);
    expect(await guesser.tryCode(await guesser.rightCode(), browser)).toBe(429);
  });

  it("counts what a session asks for with what signs in, in every API", async () => {
    const clients = [api, api.another(), api.another()];
    for (const client of clients) {
      await client.signIn(user);
      test.clock.advance({ minutes: 1 });
    }
    let next = 0;
    const client = () => clients[next++ % clients.length] ?? api;
    const inside: (() => Promise<number>)[] = [
      async () => (await client().post("step-up", { code: "000000" })).status,
      async () => (await client().post("mfa/disable", { currentPassword: guesser.password, code: "000000" })).status,
      async () =>
        (await api.another().post("login", { email: user.email, password: guesser.password, code: "000000" })).status,
      async () =>
        (
          await new BearerClient(test, panguard).post("/login", {
            email: user.email,
            password: guesser.password,
            totpCode: "000000",
          })
        ).status,
    ];
    for (let time = 0; time < 20; time += 1) {
      for (const each of clients) await each.post("refresh-token");
      expect([400, 401]).toContain(await inside[time % inside.length]?.());
      test.clock.advance({ hours: 1 });
    }
    expect(await guesser.tryCode(await guesser.rightCode())).toBe(429);
    await api.post("refresh-token");
    expect((await api.post("step-up", { code: await guesser.rightCode() })).status).toBe(429);
  });
});

describe("while codes wait for a day", () => {
  beforeEach(() => guesser.guess(20));
  const codeNow = () => guesser.rightCode();

  it("says so, and what still works, to whoever knows the password and to nobody else", async () => {
    const message = "Authentication codes are paused for this account. Use a recovery code or a passkey.";
    const paused = await guesser.answerTo(await codeNow());
    expect(paused).toMatchObject({ status: 429, error: { code: "RATE_LIMITED", message } });
    expect(Number(paused.headers.get("retry-after"))).toBe(23 * 60 * 60);
    const { email } = user;
    const inOne = { email, password: guesser.password, code: await codeNow() };
    expect((await api.another().post("login", inOne)).status).toBe(401);
    const wrong = { ...inOne, password: "wrong password" };
    expect(JSON.stringify((await api.another().post("login", wrong)).error)).not.toContain("paused");
  });

  it("a short pause doesn't say that they are paused", async () => {
    const other = new CodeGuesser(test, await createUser(test, { mfa: true }));
    for (let time = 0; time < 5; time += 1) expect(await other.tryCode("000000")).toBe(401);
    const paused = await other.answerTo(await other.rightCode());
    expect(paused).toMatchObject({ status: 429, error: { message: "Too many attempts. Try again later." } });
  });

  it("a recovery code signs in, and ends the wait", async () => {
    expect(await guesser.tryCode(await codeNow())).toBe(429);
    expect(await guesser.tryCode(user.recoveryCodes[0] ?? "")).toBe(200);
    expect(await guesser.tryCode(await codeNow())).toBe(200);
  });

  it("recovery codes have tries of their own, by network", async () => {
    const network = guesser.elsewhere();
    for (let time = 0; time < 5; time += 1) expect(await guesser.tryCode("AAAA-BBBB-CC", network)).toBe(401);
    expect(await guesser.tryCode(user.recoveryCodes[0] ?? "", network)).toBe(429);
    expect(await guesser.tryCode(user.recoveryCodes[0] ?? "")).toBe(200);
  });
});

describe("a browser that has given a second factor", () => {
  async function trusted() {
    const fresh = askedBy(test, { deviceToken: null });
    const { session } = await signIn(fresh, user);
    test.clock.advance({ minutes: 1 });
    return { ...guesser.elsewhere(), cookie: `foyer_device=${session.deviceToken}` };
  }

  it("still gets in with a right code while everybody else waits", async () => {
    const browser = await trusted();
    await guesser.guess(20);
    expect(await guesser.tryCode(await guesser.rightCode())).toBe(429);
    expect(await guesser.tryCode(await guesser.rightCode(), browser)).toBe(200);
  });

  it("has five tries of its own then, no more", async () => {
    const browser = await trusted();
    await guesser.guess(20);
    for (let time = 0; time < 5; time += 1) {
      expect(await guesser.tryCode("000000", browser)).toBe(401);
      test.clock.advance({ minutes: 1 });
    }
    expect(await guesser.tryCode(await guesser.rightCode(), browser)).toBe(429);
  });

  it("counts with everybody: its own twenty wrong codes stop it, too", async () => {
    const browser = await trusted();
    for (let time = 0; time < 20; time += 1) {
      expect(await guesser.tryCode("000000", time % 2 === 0 ? browser : undefined)).toBe(401);
      test.clock.advance({ hours: 1 });
    }
    expect(await guesser.tryCode(await guesser.rightCode(), browser)).toBe(429);
  });

  it("is a stranger again after an alarm", async () => {
    const browser = await trusted();
    await guesser.reset();
    await guesser.alarm();
    await guesser.guess(20);
    expect(await guesser.tryCode(await guesser.rightCode(), browser)).toBe(429);
  });
});
