import { describe, expect, it } from "vitest";
import { createUser, signIn, signInAdmin } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../../sessions/audiences";
import { resolveSession } from "../../sessions/resolve-session";
import {
  cancelMfaResetByLink,
  cancelOwnMfaReset,
  cancelUserMfaReset,
  completeDueMfaResets,
  resetMfaNow,
  scheduleMfaReset,
} from "./reset";

const reason = "Lost the phone; called back on the number on file.";

async function scheduled() {
  const test = await testContext();
  const user = await createUser(test, { mfa: true });
  const owner = await signIn(test, user);
  const admin = await signInAdmin(test);
  expectOk(await scheduleMfaReset(test.ctx, admin, { id: user.id, reason }));
  return { test, user, owner, admin };
}

const hasMfa = async (test: Awaited<ReturnType<typeof testContext>>) =>
  (await test.ctx.db.totpCredential.count()) === 1;

describe("a lost second factor", () => {
  it("is removed after a day, ends all sessions, and its owner hears of both", async () => {
    const { test, user, owner } = await scheduled();
    const mail = await test.mails.last(user.email, "mfa-reset-scheduled");
    expect(mail).toMatchObject({ reason, dueAt: new Date(test.clock.now().getTime() + 24 * 3600 * 1000) });
    test.clock.advance({ hours: 23, minutes: 59 });
    expect(await completeDueMfaResets(test.ctx)).toBe(0);
    expect(await hasMfa(test)).toBe(true);
    test.clock.advance({ minutes: 1 });
    expect(await completeDueMfaResets(test.ctx)).toBe(1);
    expect(await hasMfa(test)).toBe(false);
    expect(await test.ctx.db.recoveryCode.count()).toBe(0);
    expect(await resolveSession(test.ctx, owner.session.accessToken, nativeAudience)).toBeNull();
    expect((await test.mails.templatesTo(user.email)).at(-1)).toBe("mfa-reset");
    expect(codeOf(await cancelMfaResetByLink(test.ctx, { token: await cancelTokenOf(test, user.email) }))).toBe(
      "token_invalid",
    );
  });

  it("is removed once, however many processes do it", async () => {
    const { test } = await scheduled();
    test.clock.advance({ hours: 24 });
    const done = await atOnce(5, () => completeDueMfaResets(test.ctx));
    expect(done.reduce((sum, one) => sum + one, 0)).toBe(1);
  });

  it("stays when its owner objects by the mailed link, once, or signed in, or the admin thinks better of it", async () => {
    const first = await scheduled();
    const token = await cancelTokenOf(first.test, first.user.email);
    expect(tally(await atOnce(5, () => cancelMfaResetByLink(first.test.ctx, { token })))).toEqual({
      ok: 1,
      token_invalid: 4,
    });
    const second = await scheduled();
    expect(codeOf(await cancelOwnMfaReset(second.test.ctx, second.owner.actor, {}))).toBe("ok");
    expect(codeOf(await cancelOwnMfaReset(second.test.ctx, second.owner.actor, {}))).toBe("mfa_reset_not_pending");
    const third = await scheduled();
    expect(codeOf(await cancelUserMfaReset(third.test.ctx, third.admin, { id: third.user.id }))).toBe("ok");
    for (const { test } of [first, second, third]) {
      test.clock.advance({ hours: 25 });
      expect(await completeDueMfaResets(test.ctx)).toBe(0);
    }
  });

  it("is canceled by an admin only with a proof of the last ten minutes", async () => {
    const { test, user, admin } = await scheduled();
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await cancelUserMfaReset(test.ctx, admin, { id: user.id }))).toBe("step_up_required");
    test.clock.advance({ hours: 24 });
    expect(await completeDueMfaResets(test.ctx)).toBe(1);
  });

  it("stays, signed in, only with a second factor of the last ten minutes, and its owner gets an email", async () => {
    const { test, user, owner } = await scheduled();
    test.clock.advance({ minutes: 11 });
    const stale = { ...owner.actor, session: { ...owner.actor.session, firstFactorAt: test.clock.now() } };
    expect(codeOf(await cancelOwnMfaReset(test.ctx, stale, {}))).toBe("step_up_required");
    expect(await test.mails.templatesTo(user.email)).not.toContain("mfa-reset-stopped");
    const fresh = { ...stale, session: { ...stale.session, secondFactorAt: test.clock.now() } };
    expect(codeOf(await cancelOwnMfaReset(test.ctx, fresh, {}))).toBe("ok");
    expect((await test.mails.templatesTo(user.email)).at(-1)).toBe("mfa-reset-stopped");
  });

  it("stays by the mailed link, and its owner gets an email", async () => {
    const { test, user } = await scheduled();
    expect(codeOf(await cancelMfaResetByLink(test.ctx, { token: await cancelTokenOf(test, user.email) }))).toBe("ok");
    expect((await test.mails.templatesTo(user.email)).at(-1)).toBe("mfa-reset-stopped");
  });

  it("is reset for an account that exists, has one, and has no reset under way, by a freshly proven admin", async () => {
    const { test, user, admin } = await scheduled();
    expect(codeOf(await scheduleMfaReset(test.ctx, admin, { id: user.id, reason }))).toBe("mfa_reset_pending");
    const plain = await createUser(test);
    expect(codeOf(await scheduleMfaReset(test.ctx, admin, { id: plain.id, reason }))).toBe("mfa_not_enabled");
    const unknown = { id: "0199a000-0000-7000-8000-000000000001", reason };
    expect(codeOf(await scheduleMfaReset(test.ctx, admin, unknown))).toBe("user_not_found");
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await scheduleMfaReset(test.ctx, admin, { id: user.id, reason }))).toBe("step_up_required");
  });

  it("is scheduled once, however many admins ask at the same moment", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const admin = await signInAdmin(test);
    const results = await atOnce(8, () => scheduleMfaReset(test.ctx, admin, { id: user.id, reason }));
    expect(tally(results)).toEqual({ ok: 1, mfa_reset_pending: 7 });
  });

  it("is removed at once from the command line, for the last admin", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true, isAdmin: true });
    expect(codeOf(await resetMfaNow(test.ctx, { email: user.email }))).toBe("ok");
    expect(await hasMfa(test)).toBe(false);
    expect(await test.mails.templatesTo(user.email)).toEqual(["mfa-reset"]);
    expect(codeOf(await resetMfaNow(test.ctx, { email: user.email }))).toBe("mfa_not_enabled");
    expect(codeOf(await resetMfaNow(test.ctx, { email: "nobody@company.example" }))).toBe("user_not_found");
  });
});

function cancelTokenOf(test: Awaited<ReturnType<typeof testContext>>, email: string): Promise<string> {
  return test.mails.lastToken(email, "mfa-reset-scheduled");
}
