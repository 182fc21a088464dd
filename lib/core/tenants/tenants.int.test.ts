import { describe, expect, it } from "vitest";
import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { createApiKey } from "@/lib/core/api-keys/api-keys";
import { createProject } from "@/lib/core/projects/projects";
import { acceptInvitation, invite, resendInvitation } from "@/lib/core/tenants/invitations";
import { planLimits } from "@/lib/values/plans";
import { listTenantsSchema, tenantSorts } from "@/lib/values/users";
import { createUser, signIn, signInAdmin, testPassword, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { inviteTo, testTeam } from "@/tests/support/team";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { getPlanUse } from "./plan-limits";
import { changeTenant, getTenant, listTenants } from "./tenants";

const free = planLimits.FREE;

async function fillMembers(test: TestContext, tenantId: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { id } = await createUser(test);
    await test.ctx.db.user.update({ where: { id }, data: { tenantId, tenantRole: "MEMBER" } });
  }
}

describe("the limits of a plan", () => {
  it("cap members, counting open invitations, also under concurrent requests", async () => {
    const { test, ctx, owner } = await testTeam();
    await fillMembers(test, owner.user.tenantId, free.members - 3);
    const asked = await atOnce(5, () => invite(ctx, owner.actor, { email: uniqueEmail(), role: "member" }));
    expect(tally(asked)).toEqual({ ok: 2, plan_limit_reached: 3 });
    const refused = asked.find((one) => !one.ok);
    expect(refused).toMatchObject({ error: { planLimit: { plan: "FREE", quota: "members", max: free.members } } });
  });

  it("count a repeated invitation once, and an expired one not at all", async () => {
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

  it("refuse an invited person after the plan was lowered, and keep the invitation", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    const { tenantId } = owner.user;
    const guest = await createUser(test);
    expectOk(await changeTenant(ctx, admin, { id: tenantId, plan: "PRO" }));
    const toNew = await inviteTo(test, owner, uniqueEmail());
    const toGuest = await inviteTo(test, owner, guest.email);
    await fillMembers(test, tenantId, free.members - 1);
    expectOk(await changeTenant(ctx, admin, { id: tenantId, plan: "FREE" }));
    const join = () => joinWithNewAccount(ctx, { token: toNew.token, name: "Nia", password: testPassword });
    expect(codeOf(await join())).toBe("plan_limit_reached");
    const { actor } = await signIn(test, guest);
    expect(codeOf(await acceptInvitation(ctx, actor, { token: toGuest.token }))).toBe("plan_limit_reached");
    expectOk(await changeTenant(ctx, admin, { id: tenantId, plan: "PRO" }));
    expect(codeOf(await join())).toBe("ok");
    expect(codeOf(await acceptInvitation(ctx, actor, { token: toGuest.token }))).toBe("ok");
  });

  it("cap projects and API keys, also under concurrent requests", async () => {
    const { test, ctx, owner } = await testTeam();
    const now = test.clock.now();
    const { tenantId } = owner.user;
    const made = await atOnce(free.projects + 3, () => createProject(ctx, owner.actor, { name: "Checkout" }));
    expect(tally(made)).toEqual({ ok: free.projects, plan_limit_reached: 3 });
    const [project] = await ctx.db.project.findMany({ where: { tenantId }, take: 1 });
    const other = await createUser(test);
    await ctx.db.apiKey.createMany({
      data: Array.from({ length: free.apiKeys - 2 }, (_, index) => ({
        userId: other.id,
        tenantId,
        name: "old",
        publicId: `key-${index}`,
        lastFour: "1234",
        createdAt: now,
        keyHash: Buffer.from(`hash-${index}`),
      })),
    });
    const keys = await atOnce(4, () => createApiKey(ctx, owner.actor, { name: "ci", projectIds: [project?.id ?? ""] }));
    expect(tally(keys)).toEqual({ ok: 2, plan_limit_reached: 2 });
    const { use } = expectOk(await getPlanUse(ctx, owner.actor, {}));
    expect(use.apiKeys).toEqual({ used: free.apiKeys, max: free.apiKeys });
  });
});

describe("an admin", () => {
  it("changes its plan, emails its owners once, and removes nothing above the new limits", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    const { tenantId, email } = owner.user;
    expectOk(await changeTenant(ctx, admin, { id: tenantId, plan: "TEAM" }));
    expectOk(await changeTenant(ctx, admin, { id: tenantId, plan: "TEAM" }));
    expect(await test.mails.last(email, "plan-changed")).toMatchObject({ plan: "TEAM" });
    expect((await test.mails.templatesTo(email)).filter((name) => name === "plan-changed")).toHaveLength(1);
    await fillMembers(test, tenantId, free.members + 1);
    expectOk(await changeTenant(ctx, admin, { id: tenantId, plan: "FREE" }));
    const tenant = expectOk(await getTenant(ctx, admin, { id: tenantId }));
    expect(tenant.use.members).toEqual({ used: free.members + 2, max: free.members });
    expect(tenant.members[0]).toMatchObject({ id: owner.user.id, role: "owner" });
    const events = await ctx.db.auditEvent.findMany({ where: { action: "tenant.plan_changed" } });
    expect(events.map(({ details }) => details)).toMatchObject([{ to: "TEAM" }, { from: "TEAM", to: "FREE" }]);
  });

  it("switches production, effective on the next request", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    const { tenantId, email } = owner.user;
    expectOk(await changeTenant(ctx, admin, { id: tenantId, production: "active" }));
    expect((await owner.fresh()).tenant.productionEnvironment).toBe("ACTIVE");
    expectOk(await changeTenant(ctx, admin, { id: tenantId, production: "none" }));
    expect(await test.mails.last(email, "production-changed")).toMatchObject({ isActive: false });
  });

  it("needs recent re-authentication and a tenant that exists", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await signInAdmin(test);
    const id = "0199a000-0000-7000-8000-000000000001";
    expect(codeOf(await changeTenant(ctx, admin, { id, plan: "PRO" }))).toBe("tenant_not_found");
    expect(codeOf(await getTenant(ctx, admin, { id }))).toBe("tenant_not_found");
    test.clock.advance({ minutes: 11 });
    const late = await changeTenant(ctx, admin, { id: owner.user.tenantId, plan: "PRO" });
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
      expectOk(await listTenants(test.ctx, admin, listTenantsSchema.parse(query))).items.map(({ name }) => name);
    expect(await find({})).toEqual(["Blue Harbour 100%", "Head Office"]);
    expect(await find({ q: "blue" })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ q: "%" })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ q: user.email.slice(user.email.indexOf("@")) })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ q: user.tenantId })).toEqual(["Blue Harbour 100%"]);
    expect(await find({ plan: "FREE" })).toEqual(["Head Office"]);
    expect(expectOk(await listTenants(test.ctx, admin, listTenantsSchema.parse({}))).items[0]).toMatchObject({
      members: 1,
    });
  });

  it.each(tenantSorts)("is paged without repeats, sorted by %s", async (sort) => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    for (let index = 0; index < 4; index += 1) await createUser(test);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = expectOk(await listTenants(test.ctx, admin, { sort, limit: 2, ...(cursor ? { cursor } : {}) }));
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });
});
