import { describe, expect, it } from "vitest";
import { createUser, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { addMember, asPerson, inviteTo, testTeam } from "@/tests/support/team";
import { nativeAudience } from "../sessions/audiences";
import { resolveSession } from "../sessions/resolve-session";
import { acceptInvitation } from "../tenants/invitations";
import { changeRole, leaveTeam, listTeam, removeMember, transferOwnership } from "../tenants/team";
import { renameTenant } from "../tenants/team-settings";

async function rolesOf({ ctx, owner }: Awaited<ReturnType<typeof testTeam>>) {
  const users = await ctx.db.user.findMany({ where: { tenantId: owner.user.tenantId }, orderBy: { id: "asc" } });
  return users.map(({ tenantRole }) => tenantRole);
}

describe("changing a role", () => {
  it("holds at once, and the person is told and sees it in their own record", async () => {
    const { test, ctx, owner } = await testTeam();
    const member = await addMember(test, owner, "member");
    expectOk(await changeRole(ctx, owner.actor, { id: member.user.id, role: "admin" }));
    expect((await member.fresh()).user.tenantRole).toBe("ADMIN");
    expect(await test.mails.last(member.user.email, "team-role-changed")).toMatchObject({ role: "ADMIN" });
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { action: "member.role_changed" } });
    expect(event).toMatchObject({ actorId: owner.user.id, subjectId: member.user.id });
    expect(event.details).toMatchObject({ from: "member", to: "admin" });
  });

  it("is for owners, with a recent proof", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await addMember(test, owner, "admin");
    const member = await addMember(test, owner, "member");
    for (const person of [admin, member]) {
      const input = { id: member.user.id, role: "owner" } as const;
      expect(codeOf(await changeRole(ctx, person.actor, input))).toBe("owner_required");
    }
    test.clock.advance({ minutes: 10 });
    const late = { id: member.user.id, role: "admin" } as const;
    expect(codeOf(await changeRole(ctx, owner.actor, late))).toBe("step_up_required");
  });

  it("never takes the last owner, who may step back beside another; their own step is mailed to nobody", async () => {
    const { test, ctx, owner } = await testTeam();
    const own = { id: owner.user.id, role: "member" } as const;
    expect(codeOf(await changeRole(ctx, owner.actor, own))).toBe("last_owner");
    const second = await addMember(test, owner, "owner");
    expectOk(await changeRole(ctx, owner.actor, own));
    expect((await owner.fresh()).user.tenantRole).toBe("MEMBER");
    expect(await test.mails.templatesTo(owner.user.email)).not.toContain("team-role-changed");
    const last = { id: second.user.id, role: "admin" } as const;
    expect(codeOf(await changeRole(ctx, second.actor, last))).toBe("last_owner");
  });

  it("does not count an owner whose account is deactivated", async () => {
    const { test, ctx, owner } = await testTeam();
    const second = await addMember(test, owner, "owner");
    await ctx.db.user.update({ where: { id: second.user.id }, data: { deactivatedAt: test.clock.now() } });
    const own = { id: owner.user.id, role: "member" } as const;
    expect(codeOf(await changeRole(ctx, owner.actor, own))).toBe("last_owner");
    expect(codeOf(await transferOwnership(ctx, owner.actor, { memberId: second.user.id }))).toBe("member_not_found");
  });

  it("by two owners of each other at the same moment leaves one", async () => {
    const team = await testTeam();
    const second = await addMember(team.test, team.owner, "owner");
    for (let round = 0; round < 5; round += 1) {
      const results = await Promise.all([
        changeRole(team.ctx, team.owner.actor, { id: second.user.id, role: "member" }),
        changeRole(team.ctx, second.actor, { id: team.owner.user.id, role: "member" }),
      ]);
      expect(tally(results)).toEqual({ ok: 1, owner_required: 1 });
      expect((await rolesOf(team)).filter((role) => role === "OWNER")).toHaveLength(1);
      await team.ctx.db.user.updateMany({ data: { tenantRole: "OWNER" } });
    }
  });

  it("by all owners of themselves at the same moment leaves one", async () => {
    const team = await testTeam();
    const others = [await addMember(team.test, team.owner, "owner"), await addMember(team.test, team.owner, "owner")];
    const results = await Promise.all(
      [team.owner, ...others].map(({ actor, user }) => changeRole(team.ctx, actor, { id: user.id, role: "member" })),
    );
    expect(tally(results)).toEqual({ ok: 2, last_owner: 1 });
  });

  it("answers somebody of another tenant like nobody", async () => {
    const { test, ctx, owner } = await testTeam();
    const stranger = await createUser(test);
    for (const id of [stranger.id, owner.user.tenantId]) {
      expect(codeOf(await changeRole(ctx, owner.actor, { id, role: "admin" }))).toBe("member_not_found");
      expect(codeOf(await removeMember(ctx, owner.actor, { id }))).toBe("member_not_found");
      expect(codeOf(await transferOwnership(ctx, owner.actor, { memberId: id }))).toBe("member_not_found");
    }
  });
});

describe("transferring ownership", () => {
  it("makes the other an owner and oneself an admin, together", async () => {
    const { test, ctx, owner } = await testTeam();
    const member = await addMember(test, owner, "member");
    expectOk(await transferOwnership(ctx, owner.actor, { memberId: member.user.id }));
    expect((await member.fresh()).user.tenantRole).toBe("OWNER");
    expect((await owner.fresh()).user.tenantRole).toBe("ADMIN");
    expect(await test.mails.last(member.user.email, "team-role-changed")).toMatchObject({ role: "OWNER" });
  });

  it("is for owners, to somebody else, with a recent proof", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await addMember(test, owner, "admin");
    expect(codeOf(await transferOwnership(ctx, admin.actor, { memberId: owner.user.id }))).toBe("owner_required");
    for (const memberId of [owner.user.id, owner.user.id.toUpperCase()]) {
      expect(codeOf(await transferOwnership(ctx, owner.actor, { memberId }))).toBe("member_not_found");
    }
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await transferOwnership(ctx, owner.actor, { memberId: admin.user.id }))).toBe("step_up_required");
  });

  it("happens to one of two at the same moment", async () => {
    const team = await testTeam();
    const others = [await addMember(team.test, team.owner, "member"), await addMember(team.test, team.owner, "member")];
    const results = await Promise.all(
      others.map(({ user }) => transferOwnership(team.ctx, team.owner.actor, { memberId: user.id })),
    );
    expect(tally(results)).toEqual({ ok: 1, owner_required: 1 });
    expect((await rolesOf(team)).toSorted()).toEqual(["ADMIN", "MEMBER", "OWNER"]);
  });
});

describe("removing a member", () => {
  it("gives them a tenant of their own, ends all their sessions and tells them", async () => {
    const { test, ctx, owner } = await testTeam();
    const member = await addMember(test, owner, "admin", "Ray Moved");
    const elsewhere = await asPerson(test, member.user);
    expectOk(await removeMember(ctx, owner.actor, { id: member.user.id }));
    for (const { session } of [member, elsewhere]) {
      expect(await resolveSession(ctx, session.accessToken, nativeAudience)).toBeNull();
    }
    expect(await test.mails.last(member.user.email, "team-removed")).toMatchObject({ organization: "Blue Harbour" });
    const again = await asPerson(test, member.user);
    expect(again.actor).toMatchObject({ user: { tenantRole: "OWNER" }, tenant: { name: "Ray Moved", plan: "FREE" } });
    expect(again.actor.tenant.id).not.toBe(owner.user.tenantId);
    expect(expectOk(await listTeam(ctx, owner.actor, {})).members).toHaveLength(1);
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { action: "member.removed" } });
    expect(event.subjectId).toBe(member.user.id);
  });

  it("is for owners, and for admins as long as it is no owner; nobody removes themselves", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await addMember(test, owner, "admin");
    const other = await addMember(test, owner, "admin");
    const member = await addMember(test, owner, "member");
    const second = await addMember(test, owner, "owner");
    expect(codeOf(await removeMember(ctx, member.actor, { id: admin.user.id }))).toBe("owner_required");
    expect(codeOf(await removeMember(ctx, admin.actor, { id: owner.user.id }))).toBe("owner_required");
    expect(codeOf(await removeMember(ctx, admin.actor, { id: other.user.id }))).toBe("ok");
    expect(codeOf(await removeMember(ctx, admin.actor, { id: member.user.id }))).toBe("ok");
    expect(codeOf(await removeMember(ctx, owner.actor, { id: second.user.id }))).toBe("ok");
    for (const id of [owner.user.id, owner.user.id.toUpperCase()]) {
      expect(codeOf(await removeMember(ctx, owner.actor, { id }))).toBe("member_not_found");
    }
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await removeMember(ctx, owner.actor, { id: admin.user.id }))).toBe("step_up_required");
  });

  it("by two owners of each other at the same moment removes one", async () => {
    const { test, ctx, owner } = await testTeam();
    const second = await addMember(test, owner, "owner");
    const results = await Promise.all([
      removeMember(ctx, owner.actor, { id: second.user.id }),
      removeMember(ctx, second.actor, { id: owner.user.id }),
    ]);
    expect(tally(results)).toEqual({ ok: 1, owner_required: 1 });
    expect(await ctx.db.user.count({ where: { tenantId: owner.user.tenantId } })).toBe(1);
  });
});

describe("leaving", () => {
  it("moves into a tenant of one's own, and sessions stay", async () => {
    const { test, ctx, owner } = await testTeam();
    const member = await addMember(test, owner, "member", "Lee Leaver");
    expectOk(await leaveTeam(ctx, member.actor, {}));
    expect(await member.fresh()).toMatchObject({ user: { tenantRole: "OWNER" }, tenant: { name: "Lee Leaver" } });
    expect(await ctx.db.auditEvent.count({ where: { action: "member.left", subjectId: member.user.id } })).toBe(1);
  });

  it("is refused to the last owner and without a recent proof", async () => {
    const { test, ctx, owner } = await testTeam();
    expect(codeOf(await leaveTeam(ctx, owner.actor, {}))).toBe("last_owner");
    const member = await addMember(test, owner, "member");
    expect(codeOf(await leaveTeam(ctx, owner.actor, {}))).toBe("last_owner");
    await addMember(test, owner, "owner");
    expectOk(await leaveTeam(ctx, owner.actor, {}));
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await leaveTeam(ctx, member.actor, {}))).toBe("step_up_required");
  });

  it("of all owners at once leaves one behind, and of one person ten times happens once", async () => {
    const team = await testTeam();
    const second = await addMember(team.test, team.owner, "owner");
    const owners = await Promise.all([team.owner, second].map(({ actor }) => leaveTeam(team.ctx, actor, {})));
    expect(tally(owners)).toEqual({ ok: 1, last_owner: 1 });
    const fresh = await testTeam();
    const member = await addMember(fresh.test, fresh.owner, "member");
    const results = await atOnce(10, () => leaveTeam(fresh.ctx, member.actor, {}));
    expect(tally(results)).toEqual({ ok: 1, member_not_found: 9 });
  });

  it("while being demoted, removed and invited elsewhere ends in one place without a fault", async () => {
    const { test, ctx, owner } = await testTeam();
    for (let round = 0; round < 4; round += 1) {
      const member = await addMember(test, owner, "admin");
      const host = await asPerson(test, await createUser(test));
      const { token } = await inviteTo(test, host, member.user.email);
      const results = await Promise.all([
        leaveTeam(ctx, member.actor, {}),
        changeRole(ctx, owner.actor, { id: member.user.id, role: "member" }),
        removeMember(ctx, owner.actor, { id: member.user.id }),
        acceptInvitation(ctx, member.actor, { token }),
      ]);
      expect(results.map(codeOf)).toContain("ok");
      const { tenantId } = await ctx.db.user.findUniqueOrThrow({ where: { id: member.user.id } });
      expect(tenantId).not.toBe(owner.user.tenantId);
    }
  });
});

describe("renaming the organization", () => {
  it("is for owners and admins, and holds for everybody", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await addMember(test, owner, "admin");
    const member = await addMember(test, owner, "member");
    expect(codeOf(await renameTenant(ctx, member.actor, { name: "Mine" }))).toBe("owner_required");
    expectOk(await renameTenant(ctx, admin.actor, { name: "Green Harbour" }));
    expect((await owner.fresh()).tenant.name).toBe("Green Harbour");
    expect(await ctx.db.auditEvent.count({ where: { action: "tenant.renamed" } })).toBe(1);
    await inviteTo(test, owner, uniqueEmail());
  });
});
