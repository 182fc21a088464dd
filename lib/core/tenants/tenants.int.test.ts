import { describe, expect, it } from "vitest";
import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { createApiKey } from "@/lib/core/api-keys/api-keys";
import { createProject } from "@/lib/core/projects/projects";
import { acceptInvitation } from "@/lib/core/tenants/accept-invitation";
import { invite } from "@/lib/core/tenants/invite";
import { resendInvitation } from "@/lib/core/tenants/resend-invitation";
import { planLimits } from "@/lib/values/plans";
import { listTenantsSchema, tenantSorts } from "@/lib/values/users";
import { createUser, signIn, signInAdmin, testPassword, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { inviteTo, testTeam } from "@/tests/support/team";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { changeTenant } from "./change-tenant";
import { getTenant } from "./get-tenant";
import { listTenants } from "./list-tenants";
import { getPlanUse } from "./plan-limits";

const free = planLimits.FREE;

/** Fills a tenant up with people who were always there. */
async function fillMembers(test: TestContext, tenantId: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { id } = await createUser(test);
    await test.ctx.db.user.update({ where: { id }, data: { tenantId, tenantRole: "MEMBER" } });
  }
}

describe("the limits of a plan", () => {
  it("let in as many members as they say, open invitations included, also at the same moment", async () => {
    const { test, ctx, owner } = await testTeam();
    await fillMembers(test, owner.user.tenantId, free.members - 3);
    const asked = await atOnce(5, () => invite(ctx, owner.actor, { email: uniqueEmail(), role: "member" }));
    expect(tally(asked)).toEqual({ ok: 2, plan_limit_reached: 3 });
    const refused = asked.find((one) => !one.ok);
    expect(refused).toMatchObject({ error: { planLimit: { plan: "FREE", quota: "members", max: free.members } } });
  });

  it("count an invitation sent to the same address again once, and one that ran out not at all", async () => {
    const { test, ctx, owner } = await testTeam();
    await fillMembers(test, owner.user.tenantId, free.members - 2);
    const email = uniqueEmail();
    const { id } = await inviteTo(test, owner, email);
    expect(codeOf(await invite(ctx, owner.actor, { email, role: "admin" }))).toBe("ok");
    test.clock.advance({ days: 15 });
    const again = (await signIn(test, owner.user)).actor;
    const other = expectOk(await invite(ctx, again, { email: uniqueEmail(), role: "member" }));
    const open = await ctx.db.invitation.findFirstOrThrow({ where: { email, revokedAt: null } });
    expect(codeOf(await resendInvitation(ctx, again, { id: open.id }))).toBe("plan_limit_reached");
    expect(codeOf(await resendInvitation(ctx, again, { id: other.id }))).toBe("ok");
    expect(id).not.toBe(open.id);
  });

  it("keep out who was invited before the plan was lowered, and spend nothing", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    const { tenantId } = owner.user;
    const guest = await createUser(test);
    expectOk(await changeTenant(ctx, admin, { tenantId, plan: "PRO" }));
    const toNew = await inviteTo(test, owner, uniqueEmail());
    const toGuest = await inviteTo(test, owner, guest.email);
    await fillMembers(test, tenantId, free.members - 1);
    expectOk(await changeTenant(ctx, admin, { tenantId, plan: "FREE" }));
    const join = () => joinWithNewAccount(ctx, { token: toNew.token, name: "Nia", password: testPassword });
    expect(codeOf(await join())).toBe("plan_limit_reached");
    const { actor } = await signIn(test, guest);
    expect(codeOf(await acceptInvitation(ctx, actor, { token: toGuest.token }))).toBe("plan_limit_reached");
    expectOk(await changeTenant(ctx, admin, { tenantId, plan: "PRO" }));
    expect(codeOf(await join())).toBe("ok");
    expect(codeOf(await acceptInvitation(ctx, actor, { token: toGuest.token }))).toBe("ok");
  });

  it("let make as many projects and keys as they say, also at the same moment", async () => {
    const { test, ctx, owner } = await testTeam();
    const now = test.clock.now();
    const { tenantId } = owner.user;
    const made = await atOnce(free.projects + 3, () => createProject(ctx, owner.actor, { name: "Checkout" }));
    expect(tally(made)).toEqual({ ok: free.projects, plan_limit_reached: 3 });
    const [project] = await ctx.db.project.findMany({ where: { tenantId }, take: 1 });
    // Keys of somebody else in the tenant, so that the account's own limit is far.
    const other = await createUser(test);
    await ctx.db.apiKey.createMany({
      data: Array.from({ length: free.apiKeys - 2 }, (_, index) => ({
        ...{ userId: other.id, tenantId, name: "old", publicId: `key-${index}`, lastFour: "1234", createdAt: now },
        keyHash: Buffer.from(`hash-${index}`),
      })),
    });
    const keys = await atOnce(4, () => createApiKey(ctx, owner.actor, { name: "ci", projectIds: [project?.id ?? ""] }));
    expect(tally(keys)).toEqual({ ok: 2, plan_limit_reached: 2 });
    const use = await getPlanUse(ctx, owner.actor);
    expect(use.quotas).toContainEqual({ quota: "apiKeys", used: free.apiKeys, max: free.apiKeys });
  });
});

describe("an admin at a tenant", () => {
  it("changes its plan, which its owners hear of once; what is above it stays", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    const { tenantId, email } = owner.user;
    expectOk(await changeTenant(ctx, admin, { tenantId, plan: "TEAM" }));
    expectOk(await changeTenant(ctx, admin, { tenantId, plan: "TEAM" }));
    expect(await test.mails.last(email, "plan-changed")).toMatchObject({ plan: "TEAM" });
    expect((await test.mails.templatesTo(email)).filter((name) => name === "plan-changed")).toHaveLength(1);
    await fillMembers(test, tenantId, free.members + 1);
    expectOk(await changeTenant(ctx, admin, { tenantId, plan: "FREE" }));
    const tenant = expectOk(await getTenant(ctx, admin, { id: tenantId }));
    expect(tenant.use).toContainEqual({ quota: "members", used: free.members + 2, max: free.members });
    expect(tenant.members[0]).toMatchObject({ id: owner.user.id, role: "OWNER" });
    const events = await ctx.db.auditEvent.findMany({ where: { action: "tenant.plan_changed" } });
    expect(events.map(({ details }) => details)).toMatchObject([{ to: "TEAM" }, { from: "TEAM", to: "FREE" }]);
  });

  it("switches production, and its members see it on their next request", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    const { tenantId, email } = owner.user;
    expectOk(await changeTenant(ctx, admin, { tenantId, production: "active" }));
    expect((await owner.fresh()).tenant.productionEnvironment).toBe("ACTIVE");
    expectOk(await changeTenant(ctx, admin, { tenantId, production: "none" }));
    expect(await test.mails.last(email, "production-changed")).toMatchObject({ isActive: false });
  });

  it("needs a fresh proof and a tenant that exists", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    for (const tenantId of ["no id", "0199a000-0000-7000-8000-000000000001"]) {
      expect(codeOf(await changeTenant(ctx, admin, { tenantId, plan: "PRO" }))).toBe("tenant_not_found");
      expect(codeOf(await getTenant(ctx, admin, { id: tenantId }))).toBe("tenant_not_found");
    }
    test.clock.advance({ minutes: 11 });
    const late = await changeTenant(ctx, admin, { tenantId: owner.user.tenantId, plan: "PRO" });
    expect(codeOf(late)).toBe("step_up_required");
  });
});

describe("the list of tenants", () => {
  it("is searched by name and by the domain of members, and filtered by plan", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test, { organization: "Head Office" });
    const user = await createUser(test, { organization: "Blue Harbour 100%" });
    await test.ctx.db.tenant.update({ where: { id: user.tenantId }, data: { plan: "PRO" } });
    const find = async (query: object) =>
      (await listTenants(test.ctx, admin, listTenantsSchema.parse(query))).items.map(({ name }) => name);
    expect(await find({})).toEqual(["Blue Harbour 100%", "Head Office"]);
    expect(await find({ q: "blue" })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ q: "%" })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ q: user.email.slice(user.email.indexOf("@")) })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ q: user.tenantId })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ plan: "FREE" })).toEqual(["Head Office"]);
    expect((await listTenants(test.ctx, admin, listTenantsSchema.parse({}))).items[0]).toMatchObject({ members: 1 });
  });

  it.each(tenantSorts)("shows each once, page by page, sorted by %s", async (sort) => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    for (let index = 0; index < 4; index += 1) await createUser(test);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listTenants(test.ctx, admin, { sort, limit: 2, ...(cursor ? { cursor } : {}) });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });
});
