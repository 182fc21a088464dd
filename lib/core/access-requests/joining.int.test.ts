import { describe, expect, it } from "vitest";
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
import { register } from "../accounts/sign-up/register";
import { alwaysOk } from "../kernel/result";
import { answerQuestion, findInvitation, requestLinkAgain } from "./applicant";
import { approveAccessRequest } from "./approve";
import { rejectAccessRequest } from "./decide";
import { getAccessRequest } from "./detail";
import { copyInvitationLink, extendInvitation, resendInvitation, revokeApproval } from "./invitation";
import { confirmJoin, declineJoin, listJoinRequests } from "./joining";
import { askApplicant } from "./triage";

describe("an approval that chooses an existing organization", () => {
  it("asks the organization's owners and admins, and sends the applicant nothing", async () => {
    const { test, view, people, tenantId, email, actors } = await asking("admin");
    expect(view).toMatchObject({ status: "pending", joinAskedAt: test.clock.now().toISOString(), token: null });
    expect(view.joinTenant).toEqual({ id: tenantId, name: "Acme", role: "admin" });
    expect(view.signals).toContainEqual({ kind: "awaits_organization", count: 1 });
    for (const { email: to } of [people.owner, people.deputy]) {
      const teamUrl = "http://localhost:3000/account/team";
      expect(await test.mails.last(to, "join-asked")).toMatchObject({ applicantEmail: email, role: "ADMIN", teamUrl });
    }
    expect(await test.mails.templatesTo(people.member.email)).not.toContain("join-asked");
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
    for (const actor of [actors.owner, actors.deputy]) {
      expect(alwaysOk(await listJoinRequests(test.ctx, actor, {}))).toMatchObject({
        items: [{ email, role: "admin" }],
      });
      expect(await acts(test, actor)).toContain("access_request.join_asked by admin");
    }
    expect(alwaysOk(await listJoinRequests(test.ctx, actors.member, {}))).toEqual({ items: [] });
    expect(await acts(test, actors.member)).not.toContain("access_request.join_asked by admin");
  });

  it("gives no link before the organization confirms", async () => {
    const { test, ctx, admin, id, email } = await asking();
    const token = await test.mails.lastToken(email, "access-requested");
    const ways = {
      approve: () => approveAccessRequest(ctx, admin, { id }),
      copy: () => copyInvitationLink(ctx, admin, { id }),
      resend: () => resendInvitation(ctx, admin, { id }),
      extend: () => extendInvitation(ctx, admin, { id, days: 7 }),
    };
    for (const [name, way] of Object.entries(ways)) expect((await way()).ok, name).toBe(false);
    expectOk(await requestLinkAgain(ctx, { token }));
    expect(await ctx.db.oneTimeToken.count({ where: { purpose: "APPROVAL" } })).toBe(0);
    expect(await ctx.db.accessRequest.findUnique({ where: { id } })).toMatchObject({ status: "PENDING" });
  });

  it("joins nothing without the organization's confirmation", async () => {
    const { test, ctx, id, email, tenantId } = await asking();
    const other = await createAccessRequest(test);
    expectOk(await approveAccessRequest(ctx, await signInAdmin(test), { id: other.id }));
    await ctx.db.accessRequest.update({ where: { id: other.id }, data: { joinTenantId: tenantId, joinRole: "ADMIN" } });
    const approvalToken = await test.mails.lastToken(other.email, "access-approved");
    expect(await findInvitation(ctx, approvalToken)).toMatchObject({ joins: false });
    const { tenant } = expectOk(await register(ctx, registerInput({ email: emailOf(other.email), approvalToken })));
    expect(tenant.id).not.toBe(tenantId);
    expect([id, email]).not.toContain(other.id);
  });

  it("needs no confirmation if the reviewer manages the organization", async () => {
    const test = await testContext();
    const owner = await reviewerOf(test, { organization: "Acme" });
    const { id, email } = await createAccessRequest(test);
    const input = { id, joinTenantId: owner.tenant.id, joinRole: "admin" as const };
    expect(expectOk(await approveAccessRequest(test.ctx, owner, input))).toMatchObject({ status: "approved" });
    const approvalToken = await test.mails.lastToken(email, "access-approved");
    const { tenant } = expectOk(await register(test.ctx, registerInput({ email: emailOf(email), approvalToken })));
    expect(tenant.id).toBe(owner.tenant.id);
  });

  it("needs confirmation if the reviewer is only a member", async () => {
    const test = await testContext();
    const reviewer = await reviewerOf(test);
    await test.ctx.db.user.update({ where: { id: reviewer.user.id }, data: { tenantRole: "MEMBER" } });
    const { id, emailDomain } = await createAccessRequest(test, { email: emailOf("new@green-field.example") });
    await verify(test, reviewer.tenant.id, emailDomain);
    const approved = await approveAccessRequest(test.ctx, reviewer, { id, joinTenantId: reviewer.tenant.id });
    expect(expectOk(approved)).toMatchObject({ status: "pending" });
  });

  it("can be revoked or rejected while it waits", async () => {
    const { ctx, admin, id, actors } = await asking();
    expect(expectOk(await revokeApproval(ctx, admin, { id }))).toMatchObject({ joinTenant: null, joinAskedAt: null });
    expect(codeOf(await confirmJoin(ctx, actors.owner, { id }))).toBe("join_request_not_found");
    expectOk(await approveAccessRequest(ctx, admin, { id, joinTenantId: actors.owner.tenant.id }));
    expectOk(await rejectAccessRequest(ctx, admin, { id, notify: false }));
    expect(codeOf(await confirmJoin(ctx, actors.owner, { id }))).toBe("join_request_not_found");
    expect(alwaysOk(await listJoinRequests(ctx, actors.owner, {}))).toEqual({ items: [] });
  });

  it("is void once the applicant changes the request", async () => {
    const { test, ctx, admin, id, email, actors } = await asking();
    expectOk(await askApplicant(ctx, admin, { id, question: "Which models?" }));
    const token = await test.mails.lastToken(email, "more-information");
    expectOk(await answerQuestion(ctx, { token, answer: "Small ones", useCase: "Something else" }));
    expect(codeOf(await confirmJoin(ctx, actors.owner, { id }))).toBe("join_request_not_found");
  });
});

describe("the organization's answer", () => {
  it("can only be given by its owners and admins", async () => {
    const { test, ctx, id, actors } = await asking();
    const stranger = (await signIn(test, await createUser(test))).actor;
    for (const answer of [confirmJoin, declineJoin]) {
      expect(codeOf(await answer(ctx, actors.member, { id }))).toBe("owner_required");
      expect(codeOf(await answer(ctx, stranger, { id }))).toBe("join_request_not_found");
      expect(codeOf(await answer(ctx, actors.owner, { id: stranger.user.id }))).toBe("join_request_not_found");
    }
    await ctx.db.user.update({ where: { id: actors.deputy.user.id }, data: { tenantRole: "MEMBER" } });
    expect(codeOf(await confirmJoin(ctx, actors.deputy, { id }))).toBe("owner_required");
    expect(await ctx.db.oneTimeToken.count({ where: { purpose: "APPROVAL" } })).toBe(0);
  });

  it("is given once, also at the same time", async () => {
    const { test, ctx, id, email, actors } = await asking();
    const both = [actors.owner, actors.deputy];
    const answers = await Promise.all(both.flatMap((actor) => [1, 2].map(() => confirmJoin(ctx, actor, { id }))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await test.mails.templatesTo(email)).filter((template) => template === "access-approved")).toHaveLength(1);
  });

  it("confirmed, emails the invitation and is in the timeline and in each activity log", async () => {
    const { test, ctx, admin, id, actors } = await joining();
    const detail = expectOk(await getAccessRequest(ctx, admin, { id }));
    expect(detail).toMatchObject({ status: "approved", decidedBy: { id: admin.user.id }, joinAskedAt: null });
    expect(detail.timeline).toContainEqual(
      expect.objectContaining({ kind: "join_confirmed", actorLabel: actors.owner.user.name, text: "Acme" }),
    );
    expect(await acts(test, actors.deputy)).toContain("access_request.join_confirmed by member");
  });

  it("declined, returns the request to the reviewers", async () => {
    const { test, ctx, admin, id, email, actors } = await asking();
    expectOk(await declineJoin(ctx, actors.deputy, { id }));
    expect(codeOf(await confirmJoin(ctx, actors.owner, { id }))).toBe("join_request_not_found");
    const detail = expectOk(await getAccessRequest(ctx, admin, { id }));
    expect(detail).toMatchObject({ status: "pending", joinTenant: null, joinAskedAt: null });
    expect(detail.timeline).toContainEqual(expect.objectContaining({ kind: "join_declined", text: "Acme" }));
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
    expect(expectOk(await approveAccessRequest(ctx, admin, { id }))).toMatchObject({ status: "approved" });
  });

  it("respects the plan's limit", async () => {
    const { test, ctx, id, tenantId, actors } = await asking();
    await fill(test, tenantId);
    expect(codeOf(await confirmJoin(ctx, actors.owner, { id }))).toBe("plan_limit_reached");
  });
});
