import { describe, expect, it } from "vitest";
import { scheduleDeletion } from "@/lib/core/accounts/deletion";
import { changeEmail, confirmEmailChange } from "@/lib/core/accounts/email-change";
import { requestPasswordReset, resetPassword } from "@/lib/core/accounts/password";
import { createApiKey } from "@/lib/core/api-keys/api-keys";
import { resolveApiKey } from "@/lib/core/api-keys/resolve-api-key";
import { createProject } from "@/lib/core/projects/projects";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { logIn } from "@/lib/core/sign-in/log-in";
import { createUser, signIn, signInAdmin, testPassword, uniqueEmail } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { changeUserRole, deactivateUser, reactivateUser, resendUserVerification, setUserRole } from "./manage-users";
import { revokeUserApiKey, revokeUserSession, signOutUser } from "./user-access";

const reason = "Left the company";
const unknownId = "0199a000-0000-7000-8000-000000000001";

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
    expectOk(await deactivateUser(test.ctx, admin, { id: user.id, reason }));
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

    expectOk(await reactivateUser(test.ctx, admin, { id: user.id }));
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
    expectOk(await deactivateUser(test.ctx, admin, { id: user.id, reason }));
    expectOk(await reactivateUser(test.ctx, admin, { id: user.id }));
    expect(codeOf(await confirmEmailChange(test.ctx, { token: change }))).toBe("token_invalid");
    expect(codeOf(await resetPassword(test.ctx, { token: reset, password: "another horse battery" }))).toBe(
      "token_invalid",
    );
    expect(await test.ctx.db.user.findUnique({ where: { id: user.id } })).toMatchObject({ email: user.email });
  });

  it("is done once however often it is asked for", async () => {
    const { test, user, admin } = await withUser();
    const times = [1, 2, 3, 4];
    const results = await Promise.all(times.map(() => deactivateUser(test.ctx, admin, { id: user.id, reason })));
    expect(results.map(codeOf)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "user.deactivated" } })).toBe(1);
    expectOk(await reactivateUser(test.ctx, admin, { id: user.id }));
    expectOk(await reactivateUser(test.ctx, admin, { id: user.id }));
    expect(await test.ctx.db.auditEvent.count({ where: { action: "user.reactivated" } })).toBe(1);
  });

  it("is never done to oneself, to nobody, or without a fresh proof", async () => {
    const { test, user, admin } = await withUser();
    const own = { id: admin.user.id.toUpperCase(), reason };
    expect(codeOf(await deactivateUser(test.ctx, admin, own))).toBe("own_account");
    expect(codeOf(await deactivateUser(test.ctx, admin, { id: unknownId, reason }))).toBe("user_not_found");
    expect(codeOf(await reactivateUser(test.ctx, admin, { id: unknownId }))).toBe("user_not_found");
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await deactivateUser(test.ctx, admin, { id: user.id, reason }))).toBe("step_up_required");
    expect(codeOf(await reactivateUser(test.ctx, admin, { id: user.id }))).toBe("step_up_required");
    expect(codeOf(await signOutUser(test.ctx, admin, { id: user.id }))).toBe("step_up_required");
  });
});

describe("an admin at somebody's sessions and keys", () => {
  it("signs them out everywhere and tells them, once there was something to end", async () => {
    const { test, user, admin, lives, logInAgain } = await withUser();
    expect(expectOk(await signOutUser(test.ctx, admin, { id: user.id })).revoked).toBe(1);
    expect(await lives()).toBeNull();
    expect(expectOk(await signOutUser(test.ctx, admin, { id: user.id })).revoked).toBe(0);
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
    for (const id of [owner.actor.session.id, unknownId]) {
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
    expectOk(await resendUserVerification(test.ctx, admin, { id: user.id }));
    expect(await test.mails.lastToken(user.email, "verify-email")).toBeTruthy();
    const verified = await createUser(test);
    expect(codeOf(await resendUserVerification(test.ctx, admin, { id: verified.id }))).toBe("email_already_verified");
  });

  it("is sent three times an hour at most, whoever asks", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test, { isVerified: false });
    const admin = await signInAdmin(test);
    const outcomes = [];
    for (let time = 0; time < 4; time += 1) {
      outcomes.push(codeOf(await resendUserVerification(test.ctx, admin, { id: user.id })));
    }
    expect(outcomes).toEqual(["ok", "ok", "ok", "rate_limited"]);
  });
});

function rightsOf(test: TestContext, id: string) {
  return test.ctx.db.user.findUniqueOrThrow({ where: { id }, select: { isAdmin: true, isReviewer: true } });
}

function activeAdmins(test: TestContext) {
  return test.ctx.db.user.count({ where: { isAdmin: true, deactivatedAt: null, deletionDueAt: null } });
}

describe("the rights of an admin or reviewer", () => {
  it("are given and taken one for the other, and the person is told", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const admin = await signInAdmin(test);
    const steps = [
      ["reviewer", { isAdmin: false, isReviewer: true }],
      ["admin", { isAdmin: true, isReviewer: false }],
      ["user", { isAdmin: false, isReviewer: false }],
    ] as const;
    for (const [role, rights] of steps) {
      expectOk(await changeUserRole(test.ctx, admin, { id: user.id, role }));
      expect(await rightsOf(test, user.id)).toEqual(rights);
      expect(await test.mails.last(user.email, "console-role-changed")).toMatchObject({ role });
    }
    const events = await test.ctx.db.auditEvent.findMany({ where: { action: "user.role_changed" } });
    expect(events.map(({ details }) => details)).toContainEqual({ from: "reviewer", to: "admin" });
  });

  it("are never one's own to change, and need an account that can sign in and a fresh proof", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const closed = await createUser(test, { isDeactivated: true });
    const unverified = await createUser(test, { isVerified: false });
    const user = await createUser(test);
    const change = async (id: string) => codeOf(await changeUserRole(test.ctx, admin, { id, role: "reviewer" }));
    expect(await change(admin.user.id)).toBe("own_account");
    expect(await change(closed.id)).toBe("account_deactivated");
    expect(await change(unverified.id)).toBe("email_not_verified");
    expect(await change(unknownId)).toBe("user_not_found");
    test.clock.advance({ minutes: 11 });
    expect(await change(user.id)).toBe("step_up_required");
  });

  it("stay with one active admin when all take each other's at the same moment", async () => {
    const test = await testContext();
    const admins = await Promise.all([1, 2, 3, 4].map(() => signInAdmin(test)));
    const results = await Promise.all(
      admins.flatMap((admin) =>
        admins
          .filter((other) => other !== admin)
          .map((other) => changeUserRole(test.ctx, admin, { id: other.user.id, role: "user" })),
      ),
    );
    expect(await activeAdmins(test)).toBe(1);
    expect(new Set(results.map(codeOf))).toEqual(new Set(["ok", "admin_required"]));
  });

  it("stay with one active admin when two deactivate each other and leave at the same moment", async () => {
    const test = await testContext();
    const [one, two] = [await signInAdmin(test), await signInAdmin(test)];
    await Promise.all([
      deactivateUser(test.ctx, one, { id: two.user.id, reason }),
      deactivateUser(test.ctx, two, { id: one.user.id, reason }),
      scheduleDeletion(test.ctx, one, { currentPassword: testPassword, confirmation: "delete" }),
      scheduleDeletion(test.ctx, two, { currentPassword: testPassword, confirmation: "delete" }),
    ]);
    expect(await activeAdmins(test)).toBe(1);
  });

  it("stay with the only other admin of one who is about to be deleted", async () => {
    const test = await testContext();
    const [leaving, staying] = [await signInAdmin(test), await signInAdmin(test)];
    expectOk(await scheduleDeletion(test.ctx, leaving, { currentPassword: testPassword, confirmation: "delete" }));
    const demoted = await changeUserRole(test.ctx, leaving, { id: staying.user.id, role: "user" });
    expect(codeOf(demoted)).toBe("last_admin");
    const closed = await deactivateUser(test.ctx, leaving, { id: staying.user.id, reason });
    expect(codeOf(closed)).toBe("last_admin");
    expect(codeOf(await setUserRole(test.ctx, "command line", { id: staying.user.id, role: "user" }))).toBe(
      "last_admin",
    );
  });
});
