import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { actorOf, createAccessRequest, createUser, renewedIn, signIn, testPassword } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../sessions/audiences";
import { resolveSession } from "../sessions/resolve-session";
import { hasAnotherOwner } from "../tenants/membership";
import { changeRole, transferOwnership } from "../tenants/team";
import { cancelDeletion, cancelDeletionByLink, completeDueDeletions, scheduleDeletion } from "./deletion";

const wish = { confirmation: "delete" as const, currentPassword: testPassword };

async function signedIn(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const { actor, session } = await signIn(test, user);
  return { test, user, actor, session };
}

async function addMember(test: TestContext, tenantId: string, tenantRole: "OWNER" | "ADMIN" | "MEMBER") {
  const member = await createUser(test);
  const { tenantId: left } = await test.ctx.db.user.findUniqueOrThrow({ where: { id: member.id } });
  await test.ctx.db.user.update({ where: { id: member.id }, data: { tenantId, tenantRole } });
  await test.ctx.db.tenant.delete({ where: { id: left } });
  return member;
}

describe("deleting an account", () => {
  it("waits seven days, ends other sessions now, then removes it with its tenant and all that names it", async () => {
    const { test, user, actor, session } = await signedIn();
    const other = await signIn(test, user);
    const scheduled = expectOk(await scheduleDeletion(test.ctx, actor, wish));
    expect(scheduled.dueAt).toEqual(new Date(test.clock.now().getTime() + 7 * 24 * 3600 * 1000));
    expect(await resolveSession(test.ctx, other.session.accessToken, nativeAudience)).toBeNull();
    expect(await resolveSession(test.ctx, session.accessToken, nativeAudience)).toBeNull();
    await actorOf(test, renewedIn(scheduled));

    test.clock.advance({ days: 7, seconds: -1 });
    expect(await completeDueDeletions(test.ctx)).toBe(0);
    test.clock.advance({ seconds: 1 });
    expect(await completeDueDeletions(test.ctx)).toBe(1);
    const { db } = test.ctx;
    expect([await db.user.count(), await db.tenant.count(), await db.session.count()]).toEqual([0, 0, 0]);
    expect((await db.mail.findMany()).map(({ template }) => template)).toEqual(["account-deleted"]);
    expect((await db.auditEvent.findMany({ where: { subjectId: user.id } })).at(-1)?.action).toBe("user.deleted");
    expect(await db.oneTimeToken.count()).toBe(0);
  });

  it("leaves no mail and no webhook's delivery that names the person, nor of a request of an earlier address", async () => {
    const { test, user, actor } = await signedIn();
    const { db } = test.ctx;
    const request = await createAccessRequest(test, { name: "Una Formerly" });
    await db.accessRequest.update({ where: { id: request.id }, data: { userId: user.id, status: "REGISTERED" } });
    const webhook = await db.webhook.create({
      data: { url: "https://hooks.example", description: "", events: ["*"], sealedSecret: "unused" },
    });
    const deliver = (data: object, accessRequestId: string | null = null) =>
      db.webhookDelivery.create({
        data: {
          webhookId: webhook.id,
          eventId: randomUUID(),
          event: "user.verified",
          state: "DELIVERED",
          accessRequestId,
          payload: { data: { ...data } },
        },
      });
    await deliver({ accessRequest: { name: "Una Formerly" } }, request.id);
    await deliver({ user: { id: user.id, name: "Una" } });
    await deliver({ user: { id: randomUUID() }, actor: { id: user.id, email: user.email } });
    const others = await deliver({ user: { id: randomUUID(), name: "Somebody else" } });
    expectOk(await scheduleDeletion(test.ctx, actor, wish));
    test.clock.advance({ days: 7 });
    expect(await completeDueDeletions(test.ctx)).toBe(1);
    expect((await db.mail.findMany()).map(({ template }) => template)).toEqual(["account-deleted"]);
    const left = await db.webhookDelivery.findMany({ where: { event: "user.verified" } });
    expect(left.map(({ id }) => id)).toEqual([others.id]);
  });

  it("is stopped by its owner, signed in or by the mailed link, once", async () => {
    const { test, user, actor } = await signedIn();
    const scheduled = await actorOf(test, renewedIn(expectOk(await scheduleDeletion(test.ctx, actor, wish))));
    const kept = await actorOf(test, renewedIn(expectOk(await cancelDeletion(test.ctx, scheduled))));
    expect(codeOf(await cancelDeletion(test.ctx, kept))).toBe("deletion_not_scheduled");
    expectOk(await scheduleDeletion(test.ctx, kept, wish));
    const token = await test.mails.lastToken(user.email, "deletion-scheduled");
    expect(tally(await atOnce(5, () => cancelDeletionByLink(test.ctx, { token })))).toEqual({
      ok: 1,
      token_invalid: 4,
    });
    test.clock.advance({ days: 8 });
    expect(await completeDueDeletions(test.ctx)).toBe(0);
    expect(await test.ctx.db.user.count()).toBe(1);
  });

  it("needs the password, and counts wrong ones", async () => {
    const { test, actor } = await signedIn();
    const wrong = { ...wish, currentPassword: "wrong password" };
    for (let time = 0; time < 5; time += 1) {
      expect(codeOf(await scheduleDeletion(test.ctx, actor, wrong))).toBe("invalid_credentials");
    }
    expect(codeOf(await scheduleDeletion(test.ctx, actor, wish))).toBe("rate_limited");
  });

  it("needs a recent proof where there is no password", async () => {
    const { test, user, actor } = await signedIn();
    await test.ctx.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await scheduleDeletion(test.ctx, actor, { confirmation: "delete" }))).toBe("step_up_required");
  });

  it("leaves no team without an owner: the sole one hands it over first", async () => {
    const { test, user, actor } = await signedIn();
    const member = await addMember(test, user.tenantId, "MEMBER");
    expect(codeOf(await scheduleDeletion(test.ctx, actor, wish))).toBe("last_owner");
    await test.ctx.db.user.update({ where: { id: member.id }, data: { tenantRole: "OWNER" } });
    expect(codeOf(await scheduleDeletion(test.ctx, actor, wish))).toBe("ok");
    test.clock.advance({ days: 7 });
    await completeDueDeletions(test.ctx);
    expect(await test.ctx.db.tenant.count()).toBe(1);
  });

  it("makes the longest-standing admin the owner when nobody else is one by the end", async () => {
    const { test, user, actor } = await signedIn();
    expectOk(await scheduleDeletion(test.ctx, actor, wish));
    await addMember(test, user.tenantId, "MEMBER");
    const admin = await addMember(test, user.tenantId, "ADMIN");
    test.clock.advance({ days: 7 });
    await completeDueDeletions(test.ctx);
    const owners = await test.ctx.db.user.findMany({ where: { tenantRole: "OWNER" } });
    expect(owners.map(({ id }) => id)).toEqual([admin.id]);
  });

  const unable = [
    ["deactivated", { deactivatedAt: new Date(0) }],
    ["not verified", { emailVerifiedAt: null }],
    ["about to be deleted", { deletionDueAt: new Date("2100-01-01") }],
  ] as const;

  it.each(unable)("neither counts on an owner nor hands the team to an admin who is %s", async (_state, data) => {
    const { test, user, actor } = await signedIn();
    const { db } = test.ctx;
    const owner = await addMember(test, user.tenantId, "OWNER");
    await db.user.update({ where: { id: owner.id }, data });
    expect(codeOf(await scheduleDeletion(test.ctx, actor, wish))).toBe("last_owner");
    const team = [user.tenantId, user.id] as const;
    expect(await db.$transaction((tx) => hasAnotherOwner(tx, ...team))).toBe(false);
    expect(codeOf(await changeRole(test.ctx, actor, { id: user.id, role: "member" }))).toBe("last_owner");
    expect(codeOf(await transferOwnership(test.ctx, actor, { memberId: owner.id }))).toBe("member_not_found");

    await db.user.update({ where: { id: owner.id }, data: { tenantRole: "ADMIN" } });
    const able = await addMember(test, user.tenantId, "MEMBER");
    await db.user.update({ where: { id: user.id }, data: { deletionDueAt: test.clock.now() } });
    expect(await completeDueDeletions(test.ctx)).toBe(1);
    const owners = await db.user.findMany({ where: { tenantId: user.tenantId, tenantRole: "OWNER" } });
    expect(owners.map(({ id }) => id)).toEqual([able.id]);
    const told = await db.auditEvent.findMany({ where: { action: "member.role_changed", subjectId: able.id } });
    expect(told.map(({ details }) => details)).toEqual([{ tenantId: user.tenantId, from: "member", to: "owner" }]);
    expect(await test.mails.templatesTo(able.email)).toContain("team-role-changed");
  });

  it("leaves the instance an admin, also when two of them leave at the same moment", async () => {
    const { test, actor } = await signedIn({ isAdmin: true });
    expect(codeOf(await scheduleDeletion(test.ctx, actor, wish))).toBe("last_admin");
    await test.ctx.db.instance.create({ data: { firstAdminId: actor.user.id } });
    const other = await createUser(test, { isAdmin: true });
    const second = (await signIn(test, other)).actor;
    const results = await Promise.all([
      scheduleDeletion(test.ctx, actor, wish),
      scheduleDeletion(test.ctx, second, wish),
    ]);
    expect(tally(results)).toEqual({ ok: 1, last_admin: 1 });
  });
});
