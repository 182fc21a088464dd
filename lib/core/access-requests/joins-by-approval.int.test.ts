import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { approveAccessRequestSchema } from "@/lib/values/queue";
import { arrival, arriveAs, outcomeOf } from "@/tests/support/arrivals";
import {
  createAccessRequest,
  createUser,
  emailOf,
  registerInput,
  signIn,
  signInAdmin,
} from "@/tests/support/factories";
import { acts, asking, fill, joining, reviewerOf, verify } from "@/tests/support/joining";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { requestPasswordReset, resetPassword } from "../accounts/password";
import { register } from "../accounts/sign-up/register";
import { signUpWithSso } from "../accounts/sign-up/sign-up-with-sso";
import { verifyEmail } from "../accounts/sign-up/verify-email";
import { type ReviewerActor, requireReviewer } from "../kernel/actors";
import { nativeAudience } from "../sessions/audiences";
import { mailLeaders } from "../tenants/mail-leaders";
import { listTeam } from "../tenants/team";
import { findInvitation } from "./applicant";
import { approveAccessRequest } from "./approve";
import { getAccessRequest, joinRolesIn } from "./detail";

type Joining = Awaited<ReturnType<typeof joining>>;

describe("an applicant who joins an organization", () => {
  it("gets the chosen role, and the organization's owners and admins are told", async () => {
    const { test, ctx, people, actors, tenantId, email, approvalToken } = await joining("admin");
    expect(await findInvitation(ctx, approvalToken)).toMatchObject({ organization: "Acme", joins: true });
    const before = await ctx.db.tenant.count();
    const input = registerInput({ email, approvalToken, organization: "Acme, second try" });
    expect(expectOk(await register(ctx, input)).tenant).toEqual({ id: tenantId, name: "Acme" });
    expect(await ctx.db.user.findUnique({ where: { email } })).toMatchObject({
      tenantId,
      tenantRole: "ADMIN",
      emailVerifiedAt: null,
    });
    expect(await ctx.db.tenant.count()).toBe(before);
    expectOk(await verifyEmail(ctx, { token: await test.mails.lastToken(email, "verify-email") }));
    for (const { email: to } of [people.owner, people.deputy]) {
      expect(await test.mails.last(to, "member-joined")).toMatchObject({ applicantEmail: email, role: "ADMIN" });
    }
    expect(await test.mails.templatesTo(people.member.email)).not.toContain("member-joined");
    for (const actor of [actors.owner, actors.deputy])
      expect(await acts(test, actor)).toContain("member.joined by member");
    expect(await acts(test, actors.member)).not.toContain("member.joined by member");
  });

  it("isn't listed or announced before the email is verified", async () => {
    const { test, ctx, people, actors, email, approvalToken } = await joining("admin");
    const input = registerInput({ email, approvalToken, organization: "Acme", name: "Someone Else" });
    expectOk(await register(ctx, input));
    const seen = async () => ({
      listed: expectOk(await listTeam(ctx, actors.owner, {}))
        .members.map((member) => member.email)
        .includes(email),
      mailed: (await test.mails.templatesTo(people.owner.email)).includes("member-joined"),
      found: (await acts(test, actors.owner)).includes("member.joined by member"),
    });
    expect(await seen()).toEqual({ listed: false, mailed: false, found: false });
    await mailLeaders(ctx, ctx.db, { tenantId: actors.owner.tenant.id }, "team-removed", (name) => ({
      name,
      organization: "Acme",
    }));
    expect(await test.mails.templatesTo(email), "leads nothing yet").not.toContain("team-removed");
    expectOk(await verifyEmail(ctx, { token: await test.mails.lastToken(email, "verify-email") }));
    expect(await seen()).toEqual({ listed: true, mailed: true, found: true });
    expect(await test.mails.last(people.owner.email, "member-joined")).toMatchObject({
      applicant: "Someone Else",
      approvedName: "Jane Applicant",
    });
  });

  const otherProofs = {
    "a password reset": async ({ test, ctx, email }: Joining) => {
      expectOk(await requestPasswordReset(ctx, { email }));
      await test.runJobs();
      const token = await test.mails.lastToken(email, "password-reset");
      expectOk(await resetPassword(ctx, { token, password: "OwnersOwnPick22" }));
    },
    "an identity provider": async ({ test, ctx, email }: Joining) => {
      const { ticket } = outcomeOf(await arriveAs(test, arrival({ email, name: "Jane Doe" })), "sign-up");
      expectOk(await signUpWithSso(ctx, { ticket, name: "Jane Doe", organization: "Acme" }, nativeAudience));
    },
  };
  it.each(Object.entries(otherProofs))("is told of once when %s proves the email", async (_name, prove) => {
    const given = await joining();
    const { test, ctx, people, email, approvalToken } = given;
    expectOk(await register(ctx, registerInput({ email, approvalToken, organization: "Acme" })));
    await prove(given);
    const told = (await test.mails.templatesTo(people.owner.email)).filter((name) => name === "member-joined");
    expect(told).toEqual(["member-joined"]);
  });

  it("gets a tenant of their own if the chosen one is gone", async () => {
    const { ctx, tenantId, email, approvalToken } = await joining();
    await ctx.db.user.deleteMany({ where: { tenantId } });
    await ctx.db.tenant.delete({ where: { id: tenantId } });
    const input = registerInput({ email, approvalToken, organization: "Acme, second try" });
    expect(expectOk(await register(ctx, input)).tenant.name).toBe("Acme, second try");
    expect(await ctx.db.user.findUnique({ where: { email } })).toMatchObject({ tenantRole: "OWNER" });
  });

  it("is moved if the account was never verified, and its empty tenant is deleted", async () => {
    const { test, ctx, tenantId, email, approvalToken } = await joining();
    const planted = await createUser(test, { email, isVerified: false, organization: "Planted" });
    expectOk(await register(ctx, registerInput({ email, approvalToken, organization: "Acme" })));
    expect(await ctx.db.user.findUnique({ where: { email } })).toMatchObject({ tenantId });
    expect(await ctx.db.tenant.count({ where: { id: planted.tenantId } })).toBe(0);
  });

  it("doesn't rename anything by signing up again", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const owner = await createUser(test, { organization: "Acme" });
    const email = emailOf("late@acme.example");
    const joined = await createUser(test, { email, isVerified: false });
    await test.ctx.db.user.update({ where: { id: joined.id }, data: { tenantId: owner.tenantId } });
    expectOk(await register(test.ctx, registerInput({ email, organization: "Renamed" })));
    expect(await test.ctx.db.tenant.findUnique({ where: { id: owner.tenantId } })).toMatchObject({ name: "Acme" });
  });

  it("keeps the token if the organization is full", async () => {
    const { test, ctx, admin, tenantId, email, approvalToken } = await joining();
    await fill(test, tenantId);
    const input = registerInput({ email, approvalToken, organization: "Acme" });
    expect(await register(ctx, input)).toMatchObject({ error: { code: "plan_limit_reached" } });
    expect(await ctx.db.user.count({ where: { email } })).toBe(0);
    const late = await createAccessRequest(test);
    const approve = await approveAccessRequest(ctx, admin, { id: late.id, joinTenantId: tenantId });
    expect(codeOf(approve)).toBe("plan_limit_reached");
    await ctx.db.tenant.update({ where: { id: tenantId }, data: { plan: "PRO" } });
    expect(expectOk(await register(ctx, input)).tenant.id).toBe(tenantId);
  });
});

describe("suggesting an organization", () => {
  const joinRoles = ["member", "admin"] as const;

  it("reviewers suggest members only, for organizations that have verified the domain", async () => {
    const test = await testContext();
    const reviewer = await reviewerOf(test);
    const [owner, sibling] = [await createUser(test), await createUser(test)];
    const { id } = await createAccessRequest(test, { email: emailOf("new@green-field.example") });
    const join = (joinTenantId: string, joinRole: (typeof joinRoles)[number], who: ReviewerActor = reviewer) =>
      approveAccessRequest(test.ctx, who, { id, joinTenantId, joinRole });
    const unknown = { error: { code: "validation_failed", fieldErrors: { joinTenantId: ["tenant"] } } };
    await createUser(test, { email: emailOf("boss@green-field.example") });
    for (const role of joinRoles) expect(await join(owner.tenantId, role)).toMatchObject(unknown);
    await test.ctx.db.tenantDomain.create({
      data: { tenantId: owner.tenantId, domain: "green-field.example", token: "unused" },
    });
    expect(await join(owner.tenantId, "member"), "only added").toMatchObject(unknown);
    await verify(test, sibling.tenantId, "sub.green-field.example");
    expect(await join(sibling.tenantId, "member"), "another domain").toMatchObject(unknown);
    await test.ctx.db.tenantDomain.updateMany({
      where: { tenantId: owner.tenantId },
      data: { verifiedAt: test.clock.now(), verifiedBy: "dns" },
    });
    expect(await join(owner.tenantId, "admin")).toMatchObject({
      error: { fieldErrors: { joinRole: ["member_only"] } },
    });
    expect(expectOk(await join(owner.tenantId, "member"))).toMatchObject({ status: "pending" });
  });

  const proposers = [
    { who: "a reviewer", led: null, offered: ["member"] },
    { who: "a reviewer who is a member there", led: "MEMBER", offered: ["member"] },
    { who: "a reviewer who is an admin there", led: "ADMIN", offered: ["member", "admin"] },
    { who: "a reviewer who is an owner there", led: "OWNER", offered: ["member", "admin"] },
    { who: "an admin of the console", led: null, isAdmin: true, offered: ["member", "admin"] },
  ] as const;

  it.each(proposers)("$who is offered exactly the roles that their approval accepts", async (proposer) => {
    const test = await testContext();
    const { tenantId } = await createUser(test);
    await verify(test, tenantId, "green-field.example");
    const person = await createUser(test, { isAdmin: "isAdmin" in proposer });
    const place = proposer.led ? { tenantId, tenantRole: proposer.led } : {};
    await test.ctx.db.user.update({ where: { id: person.id }, data: { isReviewer: true, ...place } });
    const reviewer = expectOk(requireReviewer((await signIn(test, person)).actor));
    const taken: string[] = [];
    for (const joinRole of joinRoles) {
      const { id } = await createAccessRequest(test, { email: emailOf(`${joinRole}@green-field.example`) });
      const [tenant] = expectOk(await getAccessRequest(test.ctx, reviewer, { id })).tenantsOfDomain;
      expect(tenant).toMatchObject({ id: tenantId });
      expect(joinRolesIn(reviewer, tenantId)).toEqual(proposer.offered);
      const approved = await approveAccessRequest(test.ctx, reviewer, { id, joinTenantId: tenantId, joinRole });
      if (approved.ok) taken.push(joinRole);
    }
    expect(taken).toEqual(proposer.offered);
  });

  it("a public email domain suggests no organization, even if it was stored as verified", async () => {
    const test = await testContext();
    const reviewer = await reviewerOf(test);
    const owner = await createUser(test);
    for (const domain of ["gmail.com", "gmx.at", "yahoo.co.uk"]) {
      await verify(test, owner.tenantId, domain);
      const { id } = await createAccessRequest(test, { email: emailOf(`somebody@${domain}`) });
      const approved = await approveAccessRequest(test.ctx, reviewer, { id, joinTenantId: owner.tenantId });
      expect(codeOf(approved), domain).toBe("validation_failed");
      const detail = expectOk(await getAccessRequest(test.ctx, reviewer, { id }));
      expect(detail.tenantsOfDomain).toEqual([]);
    }
  });

  it("console admins suggest members and admins for any organization, never owners", async () => {
    for (const joinRole of joinRoles)
      expect((await asking(joinRole)).view).toMatchObject({ joinTenant: { role: joinRole } });
    expect(approveAccessRequestSchema.safeParse({ joinTenantId: randomUUID(), joinRole: "owner" }).success).toBe(false);
  });

  it("requires recent re-authentication and an existing organization", async () => {
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
