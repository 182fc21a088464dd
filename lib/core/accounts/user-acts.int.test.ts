import { describe, expect, it } from "vitest";
import { changeEmail } from "@/lib/core/accounts/change-email";
import { confirmEmailChange } from "@/lib/core/accounts/confirm-email-change";
import { requestPasswordReset } from "@/lib/core/accounts/request-password-reset";
import { resetPassword } from "@/lib/core/accounts/reset-password";
import { createApiKey } from "@/lib/core/api-keys/api-keys";
import { resolveApiKey } from "@/lib/core/api-keys/resolve-api-key";
import { createProject } from "@/lib/core/projects/projects";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { logIn } from "@/lib/core/sign-in/log-in";
import { createUser, signIn, signInAdmin, uniqueEmail } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { deactivateUser, reactivateUser } from "./deactivate-user";
import { resendUserVerification } from "./resend-user-verification";
import { revokeUserApiKey } from "./revoke-user-api-key";
import { revokeUserSession, signOutUser } from "./sign-out-user";

const reason = "Left the company";
const nobody = "0199a000-0000-7000-8000-000000000001";

async function withUser() {
  const test = await testContext();
  const user = await createUser(test, { name: "Una User" });
  const owner = await signIn(test, user);
  const admin = await signInAdmin(test);
  const lives = () => resolveSession(test.ctx, owner.session.accessToken, nativeAudience);
  const logInAgain = async () =>
    codeOf(await logIn(test.ctx, { email: user.email, password: user.password }, nativeAudience));
  return { test, user, owner, admin, lives, logInAgain };
}

describe("deactivating an account", () => {
  it("ends sessions and keys, refuses the right password with a reason, and tells the owner why", async () => {
    const { test, user, owner, admin, lives, logInAgain } = await withUser();
    const project = expectOk(await createProject(test.ctx, owner.actor, { name: "Checkout" }));
    const { key } = expectOk(await createApiKey(test.ctx, owner.actor, { name: "ci", projectIds: [project.id] }));
    expectOk(await deactivateUser(test.ctx, admin, { userId: user.id, reason }));
    expect(await lives()).toBeNull();
    expect(await resolveApiKey(test.ctx, key)).toBeNull();
    expect(await logInAgain()).toBe("account_deactivated");
    const wrong = await logIn(test.ctx, { email: user.email, password: "not the password" }, nativeAudience);
    expect(codeOf(wrong)).toBe("invalid_credentials");
    expect(await test.mails.last(user.email, "account-deactivated")).toEqual({ name: user.name, reason });
    const event = await test.ctx.db.auditEvent.findFirstOrThrow({ where: { action: "user.deactivated" } });
    expect(event).toMatchObject({
      actorId: admin.user.id,
      subjectId: user.id,
      details: { reason, sessions: 1, apiKeys: 1 },
    });

    expectOk(await reactivateUser(test.ctx, admin, { userId: user.id }));
    expect(await lives()).toBeNull();
    expect(await resolveApiKey(test.ctx, key)).toBeNull();
    expect(await logInAgain()).toBe("ok");
    expect(await test.mails.templatesTo(user.email)).toContain("account-reactivated");
  });

  it("ends a change of address that waits, and every link mailed before, for good", async () => {
    const { test, user, owner, admin } = await withUser();
    const newEmail = uniqueEmail("new");
    expectOk(await changeEmail(test.ctx, owner.actor, { newEmail, currentPassword: user.password }));
    await requestPasswordReset(test.ctx, { email: user.email });
    await test.runJobs();
    const change = await test.mails.lastToken(newEmail, "email-change-confirm");
    const reset = await test.mails.lastToken(user.email, "password-reset");
    expectOk(await deactivateUser(test.ctx, admin, { userId: user.id, reason }));
    expectOk(await reactivateUser(test.ctx, admin, { userId: user.id }));
    expect(codeOf(await confirmEmailChange(test.ctx, { token: change }))).toBe("token_invalid");
    expect(codeOf(await resetPassword(test.ctx, { token: reset, password: "another horse battery" }))).toBe(
      "token_invalid",
    );
    expect(await test.ctx.db.user.findUnique({ where: { id: user.id } })).toMatchObject({ email: user.email });
  });

  it("is done once however often it is asked for", async () => {
    const { test, user, admin } = await withUser();
    const times = [1, 2, 3, 4];
    const results = await Promise.all(times.map(() => deactivateUser(test.ctx, admin, { userId: user.id, reason })));
    expect(results.map(codeOf)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "user.deactivated" } })).toBe(1);
    expectOk(await reactivateUser(test.ctx, admin, { userId: user.id }));
    expectOk(await reactivateUser(test.ctx, admin, { userId: user.id }));
    expect(await test.ctx.db.auditEvent.count({ where: { action: "user.reactivated" } })).toBe(1);
  });

  it("is never done to oneself, to nobody, or without a fresh proof", async () => {
    const { test, user, admin } = await withUser();
    const own = { userId: admin.user.id.toUpperCase(), reason };
    expect(codeOf(await deactivateUser(test.ctx, admin, own))).toBe("own_account");
    for (const userId of [nobody, "no id"]) {
      expect(codeOf(await deactivateUser(test.ctx, admin, { userId, reason }))).toBe("user_not_found");
      expect(codeOf(await reactivateUser(test.ctx, admin, { userId }))).toBe("user_not_found");
    }
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await deactivateUser(test.ctx, admin, { userId: user.id, reason }))).toBe("step_up_required");
    expect(codeOf(await reactivateUser(test.ctx, admin, { userId: user.id }))).toBe("step_up_required");
    expect(codeOf(await signOutUser(test.ctx, admin, { userId: user.id }))).toBe("step_up_required");
  });
});

describe("an admin at somebody's sessions and keys", () => {
  it("signs them out everywhere and tells them, once there was something to end", async () => {
    const { test, user, admin, lives, logInAgain } = await withUser();
    expect(expectOk(await signOutUser(test.ctx, admin, { userId: user.id })).revoked).toBe(1);
    expect(await lives()).toBeNull();
    expect(expectOk(await signOutUser(test.ctx, admin, { userId: user.id })).revoked).toBe(0);
    const mails = await test.mails.templatesTo(user.email);
    expect(mails.filter((template) => template === "signed-out-by-admin")).toHaveLength(1);
    expect(await logInAgain()).toBe("ok");
  });

  it("ends one session, and no other, and tells its owner", async () => {
    const { test, user, owner, admin, lives } = await withUser();
    const second = await signIn(test, user);
    expectOk(await revokeUserSession(test.ctx, admin, { id: owner.actor.session.id }));
    expect(await lives()).toBeNull();
    expect(await resolveSession(test.ctx, second.session.accessToken, nativeAudience)).not.toBeNull();
    for (const id of [owner.actor.session.id, nobody, "no id"]) {
      expect(codeOf(await revokeUserSession(test.ctx, admin, { id }))).toBe("session_not_found");
    }
    expect(await test.mails.last(user.email, "signed-out-by-admin")).toMatchObject({ isEverywhere: false });
    expect((await test.mails.templatesTo(user.email)).filter((name) => name === "signed-out-by-admin")).toHaveLength(1);
    expectOk(await revokeUserSession(test.ctx, admin, { id: admin.session.id }));
    expect(await test.mails.templatesTo(admin.user.email)).toEqual([]);
  });

  it("revokes one key, once, and tells its owner", async () => {
    const { test, user, owner, admin } = await withUser();
    const project = expectOk(await createProject(test.ctx, owner.actor, { name: "Checkout" }));
    const made = expectOk(await createApiKey(test.ctx, owner.actor, { name: "ci", projectIds: [project.id] }));
    expectOk(await revokeUserApiKey(test.ctx, admin, { id: made.id }));
    expect(await resolveApiKey(test.ctx, made.key)).toBeNull();
    expect(codeOf(await revokeUserApiKey(test.ctx, admin, { id: made.id }))).toBe("api_key_not_found");
    expect(await test.mails.last(user.email, "api-key-revoked-by-admin")).toMatchObject({ keyName: "ci" });
  });
});

describe("the mail that confirms an address", () => {
  it("is sent again, with a link that works, while there is something to confirm", async () => {
    const test = await testContext();
    const user = await createUser(test, { isVerified: false });
    const admin = await signInAdmin(test);
    expectOk(await resendUserVerification(test.ctx, admin, { userId: user.id }));
    expect(await test.mails.lastToken(user.email, "verify-email")).toBeTruthy();
    const verified = await createUser(test);
    expect(codeOf(await resendUserVerification(test.ctx, admin, { userId: verified.id }))).toBe(
      "email_already_verified",
    );
  });

  it("is sent three times an hour at most, whoever asks", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test, { isVerified: false });
    const admin = await signInAdmin(test);
    const outcomes = [];
    for (let time = 0; time < 4; time += 1) {
      outcomes.push(codeOf(await resendUserVerification(test.ctx, admin, { userId: user.id })));
    }
    expect(outcomes).toEqual(["ok", "ok", "ok", "rate_limited"]);
  });
});
