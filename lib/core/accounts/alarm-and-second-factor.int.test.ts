import { describe, expect, it } from "vitest";
import { actorOf, createUser, signIn, type TestUser, totpCode } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import type { UserActor } from "../kernel/actors";
import type { MailTemplates } from "../kernel/mail";
import { nativeAudience } from "../sessions/audiences";
import { logIn } from "../sign-in/log-in";
import { disableMfa, enableMfa, setUpMfa } from "../sign-in/mfa/mfa";
import { changePassword, mailPasswordReset, resetPassword } from "./password";
import { raiseAlarm } from "./raise-alarm";

interface Scene {
  test: TestContext;
  user: TestUser;
  password: string;
}

async function scene(options: { mfa?: boolean } = {}): Promise<Scene> {
  const test = await testContext();
  const user = await createUser(test, options);
  return { test, user, password: user.password };
}

let passwords = 0;

async function choose(one: Scene, token: string): Promise<void> {
  passwords += 1;
  one.password = `Another good secret ${passwords}`;
  expectOk(await resetPassword(one.test.ctx, { token, password: one.password }));
}

async function reset(one: Scene): Promise<void> {
  await mailPasswordReset(one.test.ctx, { email: one.user.email });
  await choose(one, await one.test.mails.lastToken(one.user.email, "password-reset"));
}

async function alarm(one: Scene, notice: keyof MailTemplates): Promise<void> {
  const token = await one.test.mails.lastToken(one.user.email, notice);
  const { resetToken } = expectOk(await raiseAlarm(one.test.ctx, { token }));
  await choose(one, resetToken);
}

async function passwordOpens({ test, user, password }: Scene): Promise<"session" | "mfa"> {
  return expectOk(await logIn(test.ctx, { email: user.email, password }, nativeAudience)).next;
}

async function turnOn(one: Scene, actor: UserActor): Promise<void> {
  const { secret } = expectOk(await setUpMfa(one.test.ctx, actor));
  expectOk(await enableMfa(one.test.ctx, actor, { code: await totpCode(one.test, secret) }));
  one.user.totpSecret = secret;
  one.test.clock.advance({ seconds: 60 });
}

async function moveToNewPhone(one: Scene): Promise<void> {
  const { test, user } = one;
  const { actor, session } = await signIn(test, { ...user, password: one.password });
  test.clock.advance({ seconds: 30 });
  const proof = { currentPassword: one.password, code: await totpCode(test, user.totpSecret) };
  const off = expectOk(await disableMfa(test.ctx, actor, proof));
  test.clock.advance({ minutes: 5 });
  await turnOn(one, await actorOf(test, off.session ?? session));
}

async function signedIn(one: Scene): Promise<UserActor> {
  return (await signIn(one.test, { ...one.user, password: one.password })).actor;
}

describe("whoever reads the mailbox alone does not get past a second factor that was on before", () => {
  const ages = { "turned on a minute ago": { minutes: 1 }, "six days old": { days: 6 }, "a year old": { days: 365 } };
  for (const [age, by] of Object.entries(ages)) {
    it(`by a reset and its alarm: ${age}`, async () => {
      const one = await scene({ mfa: true });
      one.test.clock.advance(by);
      await reset(one);
      expect(await passwordOpens(one)).toBe("mfa");
      await alarm(one, "password-changed");
      expect(await passwordOpens(one)).toBe("mfa");
    });
  }

  it("by alarms one after the other", async () => {
    const one = await scene({ mfa: true });
    await reset(one);
    for (let time = 0; time < 3; time += 1) await alarm(one, "password-changed");
    expect(await passwordOpens(one)).toBe("mfa");
  });

  it("by the alarm of a notice that wrong codes have caused", async () => {
    const one = await scene({ mfa: true });
    one.test.clock.advance({ minutes: 5 });
    await reset(one);
    for (let guess = 0; guess < 5; guess += 1) {
      await logIn(one.test.ctx, { email: one.user.email, password: one.password, code: "000000" }, nativeAudience);
    }
    await one.test.runJobs("mail-attempts-failed");
    await alarm(one, "attempts-failed");
    expect(await passwordOpens(one)).toBe("mfa");
  });

  it("after the owner has moved to a new phone, by any notice of that", async () => {
    for (const notice of ["mfa-enabled", "mfa-disabled"] as const) {
      const one = await scene({ mfa: true });
      one.test.clock.advance({ days: 30 });
      await moveToNewPhone(one);
      await alarm(one, notice);
      expect(await passwordOpens(one), notice).toBe("mfa");
    }
  });

  it("after two new phones, and a reset", async () => {
    const one = await scene({ mfa: true });
    one.test.clock.advance({ days: 30 });
    await moveToNewPhone(one);
    await moveToNewPhone(one);
    await reset(one);
    await alarm(one, "password-changed");
    expect(await passwordOpens(one)).toBe("mfa");
  });

  it("by the notice of an act that came before, used late", async () => {
    const one = await scene({ mfa: true });
    const { test, user } = one;
    test.clock.advance({ days: 2 });
    const actor = await signedIn(one);
    one.password = "the next good secret";
    expectOk(await changePassword(test.ctx, actor, { currentPassword: user.password, newPassword: one.password }));
    test.clock.advance({ days: 6 });
    await alarm(one, "password-changed");
    expect(await passwordOpens(one)).toBe("mfa");
  });
});

describe("an owner whose attacker has turned on a second factor gets rid of it", () => {
  it("with the notice that it was turned on", async () => {
    const one = await scene();
    await turnOn(one, await signedIn(one));
    await alarm(one, "mfa-enabled");
    expect(await passwordOpens(one)).toBe("session");
    expect(await one.test.ctx.db.recoveryCode.count()).toBe(0);
  });

  it("with the notice of an act before it", async () => {
    const one = await scene();
    const { test, user } = one;
    const actor = await signedIn(one);
    one.password = "the thief's own secret";
    expectOk(await changePassword(test.ctx, actor, { currentPassword: user.password, newPassword: one.password }));
    test.clock.advance({ minutes: 2 });
    await turnOn(one, await signedIn(one));
    await alarm(one, "password-changed");
    expect(await passwordOpens(one)).toBe("session");
  });

  it("with the notice that it was turned on, also after another alarm that left it", async () => {
    const one = await scene();
    await reset(one);
    await turnOn(one, await signedIn(one));
    await alarm(one, "password-changed");
    expect(await passwordOpens(one)).toBe("mfa");
    await alarm(one, "mfa-enabled");
    expect(await passwordOpens(one)).toBe("session");
  });

  it("though it was turned on after the owner's own was turned off long before", async () => {
    const one = await scene({ mfa: true });
    const { test, user } = one;
    const { actor, session } = await signIn(test, user);
    test.clock.advance({ seconds: 30 });
    const proof = { currentPassword: user.password, code: await totpCode(test, user.totpSecret) };
    const off = expectOk(await disableMfa(test.ctx, actor, proof));
    const after = await actorOf(test, off.session ?? session);
    expect(codeOf(await disableMfa(test.ctx, after, proof))).toBe("mfa_not_enabled");
    user.totpSecret = "";
    test.clock.advance({ days: 2 });
    await turnOn(one, await signedIn(one));
    await alarm(one, "mfa-enabled");
    expect(await passwordOpens(one)).toBe("session");
  });
});
