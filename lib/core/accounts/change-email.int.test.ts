import { describe, expect, it } from "vitest";
import {
  actorOf,
  createUser,
  renewedIn,
  signIn,
  strangeToken,
  type TestUser,
  totpCode,
  uniqueEmail,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../sessions/audiences";
import { resolveSession } from "../sessions/resolve-session";
import { logIn } from "../sign-in/log-in";
import {
  cancelEmailChange,
  changeEmail,
  confirmEmailChange,
  getPendingEmailChange,
  undoEmailChange,
} from "./email-change";
import { requestPasswordReset, resetPassword } from "./password";

async function changing(options: { mfa?: boolean } = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const { actor, session } = await signIn(test, user);
  const newEmail = uniqueEmail("moved");
  expectOk(await changeEmail(test.ctx, actor, { newEmail, currentPassword: user.password }));
  const token = await test.mails.lastToken(newEmail, "email-change-confirm");
  return { test, ctx: test.ctx, user, actor, session, newEmail, token };
}

const logInAs = async (test: TestContext, email: string, { password }: TestUser) =>
  codeOf(await logIn(test.ctx, { email: email as TestUser["email"], password }, nativeAudience));

const addressOf = async (test: TestContext, { id }: TestUser) =>
  (await test.ctx.db.user.findUniqueOrThrow({ where: { id } })).email;

describe("changing the address", () => {
  it("changes nothing until the link at the new one is used; the old one is told at once", async () => {
    const { test, ctx, user, actor, newEmail } = await changing();
    expect(await addressOf(test, user)).toBe(user.email);
    expect(await logInAs(test, newEmail, user)).toBe("invalid_credentials");
    expect(await getPendingEmailChange(ctx, actor)).toMatchObject({ newEmail });
    expect(await test.mails.last(user.email, "email-change-requested")).toMatchObject({ newEmail });
  });

  it("happens with the link, keeps its browser signed in, and the old address gets a way back", async () => {
    const { test, ctx, user, actor, newEmail, token } = await changing();
    const confirmed = expectOk(await confirmEmailChange(ctx, { token }, actor));
    expect(confirmed.email).toBe(newEmail);
    expect((await actorOf(test, renewedIn(confirmed))).user.email).toBe(newEmail);
    expect(await logInAs(test, user.email, user)).toBe("invalid_credentials");
    expect(await logInAs(test, newEmail, user)).toBe("ok");
    const told = await test.mails.last(user.email, "email-changed");
    expect(told.undoExpiresAt.getTime() - test.clock.now().getTime()).toBe(72 * 60 * 60 * 1000);
  });

  it("confirmed twice is a success, and twenty times at once is one change", async () => {
    const { test, ctx, user, newEmail, token } = await changing();
    const results = await atOnce(20, () => confirmEmailChange(ctx, { token }));
    expect(tally(results)).toEqual({ ok: 20 });
    expect(expectOk(await confirmEmailChange(ctx, { token }))).toEqual({ email: newEmail, session: null });
    expect((await test.mails.templatesTo(user.email)).filter((name) => name === "email-changed")).toHaveLength(1);
  });

  it("ends after 24 hours to the second", async () => {
    const { test, ctx, actor, token } = await changing();
    test.clock.advance({ hours: 24 });
    expect(await getPendingEmailChange(ctx, actor)).toBeNull();
    expect(codeOf(await confirmEmailChange(ctx, { token }))).toBe("token_invalid");
  });

  it("of two accounts that confirm one new address at once, one has it", async () => {
    for (let round = 0; round < 5; round += 1) {
      const test = await testContext();
      const newEmail = uniqueEmail("contested");
      const users = [await createUser(test), await createUser(test)];
      const tokens: string[] = [];
      for (const user of users) {
        const { actor } = await signIn(test, user);
        expectOk(await changeEmail(test.ctx, actor, { newEmail, currentPassword: user.password }));
        tokens.push(await test.mails.lastToken(newEmail, "email-change-confirm"));
      }
      const results = await Promise.all(tokens.map((token) => confirmEmailChange(test.ctx, { token })));
      expect(tally(results)).toEqual({ ok: 1, token_invalid: 1 });
      const addresses = await Promise.all(users.map((user) => addressOf(test, user)));
      expect(addresses.filter((address) => address === newEmail)).toHaveLength(1);
    }
  });

  it("to an address that somebody has is answered alike; its owner is told, nobody gets a link", async () => {
    const test = await testContext();
    const owner = await createUser(test);
    const user = await createUser(test);
    const { actor } = await signIn(test, user);
    const answers = [];
    for (const newEmail of [uniqueEmail(), owner.email]) {
      const answer = expectOk(await changeEmail(test.ctx, actor, { newEmail, currentPassword: user.password }));
      answers.push(Object.keys(answer));
      expect(await getPendingEmailChange(test.ctx, actor)).toMatchObject({ newEmail });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(await test.mails.templatesTo(owner.email)).toEqual(["email-change-collision"]);
  });

  it("needs the password, and a code as well where MFA is on and none was given lately", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const { actor } = await signIn(test, user);
    const ask = (code?: string, currentPassword = user.password) =>
      changeEmail(test.ctx, actor, { newEmail: uniqueEmail(), currentPassword, ...(code ? { code } : {}) });
    expect(codeOf(await ask(undefined, "wrong password"))).toBe("invalid_credentials");
    expect(codeOf(await ask()), "the sign-in was a moment ago").toBe("ok");
    test.clock.advance({ minutes: 10 });
    expect(await ask()).toMatchObject({ error: { code: "mfa_code_invalid", fieldErrors: { code: ["required"] } } });
    expect(codeOf(await ask("000000"))).toBe("mfa_code_invalid");
    expect(codeOf(await ask(await totpCode(test, user.totpSecret)))).toBe("ok");
  });

  it("to the same address is refused", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const { actor } = await signIn(test, user);
    const same = { newEmail: user.email, currentPassword: user.password };
    expect(codeOf(await changeEmail(test.ctx, actor, same))).toBe("email_unchanged");
  });

  it("is superseded by the next one", async () => {
    const { test, ctx, user, actor, token } = await changing();
    const newest = uniqueEmail("newest");
    expectOk(await changeEmail(ctx, actor, { newEmail: newest, currentPassword: user.password }));
    expect(codeOf(await confirmEmailChange(ctx, { token }))).toBe("token_invalid");
    const confirm = await test.mails.lastToken(newest, "email-change-confirm");
    expect(codeOf(await confirmEmailChange(ctx, { token: confirm }))).toBe("ok");
  });

  it("is cancelled by its owner once, and its link stops working", async () => {
    const { ctx, actor, token } = await changing();
    expectOk(await cancelEmailChange(ctx, actor));
    expect(codeOf(await cancelEmailChange(ctx, actor))).toBe("not_found");
    expect(codeOf(await confirmEmailChange(ctx, { token }))).toBe("token_invalid");
  });

  it("kills links that were mailed to the old address", async () => {
    const { test, ctx, user, token } = await changing();
    expectOk(await requestPasswordReset(ctx, { email: user.email }));
    await test.runJobs();
    const reset = await test.mails.lastToken(user.email, "password-reset");
    expectOk(await confirmEmailChange(ctx, { token }));
    expect(codeOf(await resetPassword(ctx, { token: reset, password: "another good secret" }))).toBe("token_invalid");
  });

  it.each([strangeToken(), "", "\u0000"])("is not confirmed by %j", async (token) => {
    const { ctx } = await changing();
    expect(codeOf(await confirmEmailChange(ctx, { token }))).toBe("token_invalid");
    expect(codeOf(await undoEmailChange(ctx, { token }))).toBe("token_invalid");
  });
});

describe("a takeover by somebody who knew the password", () => {
  it("is stopped from the old address before it happens: the change is off, the password dead, all sessions ended", async () => {
    const { test, ctx, user, session, token } = await changing();
    const undo = await test.mails.lastToken(user.email, "email-change-requested");
    expectOk(await undoEmailChange(ctx, { token: undo }));
    expect(codeOf(await confirmEmailChange(ctx, { token }))).toBe("token_invalid");
    expect(await resolveSession(ctx, session.accessToken, nativeAudience)).toBeNull();
    expect(await logInAs(test, user.email, user)).toBe("invalid_credentials");
    const reset = await test.mails.lastToken(user.email, "password-reset");
    expectOk(await resetPassword(ctx, { token: reset, password: "back in my hands" }));
    expect(await logInAs(test, user.email, { ...user, password: "back in my hands" })).toBe("ok");
  });

  it("is taken back from the old address after it happened, for 72 hours to the second", async () => {
    const { test, ctx, user, newEmail, token } = await changing();
    expectOk(await confirmEmailChange(ctx, { token }));
    const undo = await test.mails.lastToken(user.email, "email-changed");
    test.clock.advance({ hours: 72, seconds: -1 });
    expect(expectOk(await undoEmailChange(ctx, { token: undo }))).toEqual({ email: user.email });
    expect(await addressOf(test, user)).toBe(user.email);
    expect(await logInAs(test, newEmail, user)).toBe("invalid_credentials");
    expect(await test.mails.templatesTo(user.email)).toContain("password-reset");
    expect(codeOf(await undoEmailChange(ctx, { token: undo }))).toBe("token_invalid");
  });

  it("cannot be taken back later", async () => {
    const { test, ctx, user, token } = await changing();
    expectOk(await confirmEmailChange(ctx, { token }));
    const undo = await test.mails.lastToken(user.email, "email-changed");
    test.clock.advance({ hours: 72 });
    expect(codeOf(await undoEmailChange(ctx, { token: undo }))).toBe("token_invalid");
  });

  it("cannot cut off the way back by moving on to a third address", async () => {
    const { test, ctx, user, actor: before, token } = await changing();
    const confirmed = expectOk(await confirmEmailChange(ctx, { token }, before));
    const undo = await test.mails.lastToken(user.email, "email-changed");
    const third = uniqueEmail("third");
    const actor = await actorOf(test, renewedIn(confirmed));
    expectOk(await changeEmail(ctx, actor, { newEmail: third, currentPassword: user.password }));
    expectOk(await confirmEmailChange(ctx, { token: await test.mails.lastToken(third, "email-change-confirm") }));
    expect(expectOk(await undoEmailChange(ctx, { token: undo }))).toEqual({ email: user.email });
    expect(await addressOf(test, user)).toBe(user.email);
  });

  it("is either confirmed or stopped when both happen at once, and the old address wins in the end", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { test, ctx, user, token } = await changing();
      const undo = await test.mails.lastToken(user.email, "email-change-requested");
      const [confirmed, stopped] = await Promise.all([
        confirmEmailChange(ctx, { token }),
        undoEmailChange(ctx, { token: undo }),
      ]);
      expect([codeOf(confirmed), codeOf(stopped)].filter((code) => code === "ok")).toHaveLength(1);
      if (!confirmed.ok) continue;
      const later = await test.mails.lastToken(user.email, "email-changed");
      expectOk(await undoEmailChange(ctx, { token: later }));
      expect(await addressOf(test, user)).toBe(user.email);
    }
  });

  it("cannot be taken back to an address that somebody else has since", async () => {
    const { test, ctx, user, token } = await changing();
    expectOk(await confirmEmailChange(ctx, { token }));
    const undo = await test.mails.lastToken(user.email, "email-changed");
    await createUser(test, { email: user.email });
    expect(codeOf(await undoEmailChange(ctx, { token: undo }))).toBe("token_invalid");
  });
});
