import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  createAccessRequest,
  createUser,
  emailOf,
  registerInput,
  signIn,
  signInAdmin,
  uniqueEmail,
} from "@/lib/testing/factories";
import { codeOf, expectOk } from "@/lib/testing/outcomes";
import { type TestContext, testContext } from "@/lib/testing/test-context";
import { planLimits } from "@/lib/values/plans";
import { findInvitation } from "../access/find-invitation";
import { requireReviewer } from "../actors";
import { approveAccessRequest } from "../admin/approve-access-request";
import { register } from "../signup/register";

async function fill(test: TestContext, tenantId: string): Promise<void> {
  await test.ctx.db.user.createMany({
    data: Array.from({ length: planLimits.FREE.members - 1 }, () => ({
      ...{ tenantId, tenantRole: "MEMBER" as const, email: uniqueEmail(), name: "Member", locale: "en" },
      passwordChangedAt: test.clock.now(),
    })),
  });
}

/** What the applicant wrote, and the reviewer has read. */
const judged = "Acme, second try";

async function joining(joinRole?: "member" | "admin") {
  const test = await testContext();
  const admin = await signInAdmin(test);
  const owner = await createUser(test, { organization: "Acme" });
  const { id, email } = await createAccessRequest(test, { organization: judged });
  const input = { id, joinTenantId: owner.tenantId, ...(joinRole ? { joinRole } : {}) };
  const view = expectOk(await approveAccessRequest(test.ctx, admin, input));
  const approvalToken = await test.mails.lastToken(email, "access-approved");
  return { test, ctx: test.ctx, admin, owner, view, email: emailOf(email), approvalToken };
}

describe("an approval that joins an existing tenant", () => {
  it("brings its bearer there with the chosen role, not to a tenant of their own", async () => {
    const { ctx, owner, view, email, approvalToken } = await joining("admin");
    expect(view.joinTenant).toEqual({ id: owner.tenantId, name: "Acme", role: "admin" });
    expect(await findInvitation(ctx, approvalToken)).toMatchObject({ organization: "Acme", joins: true });
    const before = await ctx.db.tenant.count();
    const input = registerInput({ email, approvalToken, organization: "Acme" });
    expect(expectOk(await register(ctx, input)).tenant).toEqual({ id: owner.tenantId, name: "Acme" });
    expect(await ctx.db.user.findUnique({ where: { email } })).toMatchObject({
      ...{ tenantId: owner.tenantId, tenantRole: "ADMIN", emailVerifiedAt: null },
    });
    expect(await ctx.db.tenant.count()).toBe(before);
  });

  it("makes a member when no role is chosen", async () => {
    const { ctx, email, approvalToken } = await joining();
    expectOk(await register(ctx, registerInput({ email, approvalToken, organization: judged })));
    expect(await ctx.db.user.findUnique({ where: { email } })).toMatchObject({ tenantRole: "MEMBER" });
  });

  it("gives a tenant of their own when the chosen one has gone", async () => {
    const { ctx, owner, email, approvalToken } = await joining();
    await ctx.db.user.delete({ where: { id: owner.id } });
    await ctx.db.tenant.delete({ where: { id: owner.tenantId } });
    expect(
      expectOk(await register(ctx, registerInput({ email, approvalToken, organization: judged }))).tenant.name,
    ).toBe(judged);
    expect(await ctx.db.user.findUnique({ where: { email } })).toMatchObject({ tenantRole: "OWNER" });
  });

  it("moves an account that never verified, and its empty tenant goes", async () => {
    const { test, ctx, owner, email, approvalToken } = await joining();
    const planted = await createUser(test, { email, isVerified: false, organization: "Planted" });
    expectOk(await register(ctx, registerInput({ email, approvalToken, organization: judged })));
    expect(await ctx.db.user.findUnique({ where: { email } })).toMatchObject({ tenantId: owner.tenantId });
    expect(await ctx.db.tenant.count({ where: { id: planted.tenantId } })).toBe(0);
  });

  it("lets nobody rename the tenant by registering that address again", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const owner = await createUser(test, { organization: "Acme" });
    const email = emailOf("late@acme.example");
    const joined = await createUser(test, { email, isVerified: false });
    await test.ctx.db.user.update({ where: { id: joined.id }, data: { tenantId: owner.tenantId } });
    expectOk(await register(test.ctx, registerInput({ email, organization: "Renamed" })));
    expect(await test.ctx.db.tenant.findUnique({ where: { id: owner.tenantId } })).toMatchObject({ name: "Acme" });
  });

  it("leads a reviewer to tenants of the request's own company alone, an admin to any", async () => {
    const test = await testContext();
    const person = await createUser(test);
    await test.ctx.db.user.update({ where: { id: person.id }, data: { isReviewer: true } });
    const reviewer = expectOk(requireReviewer((await signIn(test, person)).actor));
    const domain = `${randomUUID()}.example`;
    const [colleague, stranger] = [
      await createUser(test, { email: emailOf(`boss@${domain}`) }),
      await createUser(test, { email: emailOf(`boss@sub.${domain}`) }),
    ];
    const { id } = await createAccessRequest(test, { email: emailOf(`new@${domain}`) });
    const join = (tenantId: string, who = reviewer) =>
      approveAccessRequest(test.ctx, who, { id, joinTenantId: tenantId });
    expect(await join(stranger.tenantId)).toMatchObject({ error: { fieldErrors: { joinTenantId: ["tenant"] } } });
    await test.ctx.db.user.update({ where: { id: colleague.id }, data: { deactivatedAt: test.clock.now() } });
    expect(codeOf(await join(colleague.tenantId))).toBe("validation_failed");
    await test.ctx.db.user.update({ where: { id: colleague.id }, data: { deactivatedAt: null } });
    expect(codeOf(await join(colleague.tenantId))).toBe("ok");

    const free = await createAccessRequest(test, { email: emailOf(`${randomUUID()}@gmail.com`) });
    const atFree = await createUser(test, { email: emailOf(`${randomUUID()}@gmail.com`) });
    const joinFree = { id: free.id, joinTenantId: atFree.tenantId };
    expect(codeOf(await approveAccessRequest(test.ctx, reviewer, joinFree))).toBe("validation_failed");
    expect(codeOf(await approveAccessRequest(test.ctx, await signInAdmin(test), joinFree))).toBe("ok");
  });

  it("keeps to the plan: at the approval, and at a sign-up that finds the tenant full, with its token unspent", async () => {
    const { test, ctx, admin, owner, email, approvalToken } = await joining();
    const { tenantId } = owner;
    await fill(test, tenantId);
    const input = registerInput({ email, approvalToken, organization: judged });
    expect(await register(ctx, input)).toMatchObject({ error: { code: "plan_limit_reached" } });
    expect(await ctx.db.user.count({ where: { email } })).toBe(0);
    const late = await createAccessRequest(test);
    const approve = await approveAccessRequest(ctx, admin, { id: late.id, joinTenantId: tenantId });
    expect(codeOf(approve)).toBe("plan_limit_reached");
    const planted = await createUser(test, { email, isVerified: false });
    expect(codeOf(await register(ctx, input))).toBe("plan_limit_reached");
    await ctx.db.tenant.update({ where: { id: tenantId }, data: { plan: "PRO" } });
    expect(expectOk(await register(ctx, input)).tenant.id).toBe(tenantId);
    expect(await ctx.db.user.findUnique({ where: { id: planted.id } })).toMatchObject({ tenantId });
  });

  it("is chosen only with a recent proof, and only of tenants that exist", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const { id } = await createAccessRequest(test);
    const approve = (input: { joinTenantId?: string; joinRole?: "admin" }) =>
      approveAccessRequest(test.ctx, admin, { id, ...input });
    expect(await approve({ joinTenantId: id })).toMatchObject({
      error: { code: "validation_failed", fieldErrors: { joinTenantId: ["tenant"] } },
    });
    expect(codeOf(await approve({ joinRole: "admin" }))).toBe("validation_failed");
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await approve({ joinTenantId: id }))).toBe("step_up_required");
    expect(codeOf(await approve({}))).toBe("ok");
  });
});
