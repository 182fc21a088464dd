import { describe, expect, it } from "vitest";
import type { Prisma } from "@/generated/prisma/client";
import {
  changeSettings,
  createAccessRequest,
  createUser,
  replaceAccessRequest,
  signInAdmin,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { completeDueDeletions } from "../accounts/deletion";
import { answerQuestion } from "./applicant";
import { approveAccessRequest } from "./approve";
import { previewBulk } from "./bulk";
import { rejectAccessRequest, undoDecision } from "./decide";
import { getAccessRequest } from "./detail";
import { revokeApproval } from "./invitation";
import { askApplicant } from "./triage";

const nothingChosen = { firstApprovedById: null, approvalNote: null, joinTenantId: null, joinRole: null };

async function lose(test: TestContext, id: string, data: Prisma.UserUpdateInput): Promise<void> {
  await test.ctx.db.user.update({ where: { id }, data });
  await completeDueDeletions(test.ctx);
}

async function watched() {
  const test = await testContext();
  await changeSettings(test, { fourEyesBuyerModes: ["RESEARCH"] });
  const [ana, ben] = [await signInAdmin(test, { name: "Ana" }), await signInAdmin(test, { name: "Ben" })];
  const { id, email } = await createAccessRequest(test, { buyerMode: "RESEARCH" });
  return { test, ctx: test.ctx, ana, ben, id, email };
}

describe("with two approvals", () => {
  it("the first is recorded without an email, and a second person completes it", async () => {
    const { test, ctx, ana, ben, id, email } = await watched();
    const first = expectOk(await approveAccessRequest(ctx, ana, { id, note: "Looks good" }));
    expect(first).toMatchObject({ status: "pending", firstApprovedBy: { name: "Ana" }, version: 1 });
    expect(first.signals).toContainEqual({ kind: "needs_second_approval", count: 1 });
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
    expect(codeOf(await approveAccessRequest(ctx, ana, { id }))).toBe("second_approval_needed");

    const second = expectOk(await approveAccessRequest(ctx, ben, { id, version: 1 }));
    expect(second).toMatchObject({ status: "approved", decidedBy: { name: "Ben" }, approvalNote: "Looks good" });
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested", "access-approved"]);
    const kinds = await ctx.db.accessRequestEvent.findMany({ where: { accessRequestId: id }, orderBy: { id: "asc" } });
    expect(kinds.map(({ kind }) => kind)).toEqual(["submitted", "first_approved", "approved"]);
  });

  it.each([
    ["is no longer an admin", { isAdmin: false }],
    ["was deactivated", { deactivatedAt: new Date(0) }],
    ["has no verified address", { emailVerifiedAt: null }],
  ])("the next approval becomes the first if its reviewer %s", async (_state, data) => {
    const { test, ctx, ana, ben, id, email } = await watched();
    const cem = await signInAdmin(test, { name: "Cem" });
    expectOk(await approveAccessRequest(ctx, ana, { id, note: "Ana's note" }));
    await ctx.db.user.update({ where: { id: ana.user.id }, data });
    const first = expectOk(await approveAccessRequest(ctx, ben, { id }));
    expect(first).toMatchObject({ status: "pending", firstApprovedBy: { name: "Ben" }, approvalNote: null });
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
    expect(codeOf(await approveAccessRequest(ctx, ben, { id }))).toBe("second_approval_needed");
    expect(expectOk(await approveAccessRequest(ctx, cem, { id }))).toMatchObject({ status: "approved" });
  });

  it.each([
    ["is no longer an admin", (test: TestContext, id: string) => lose(test, id, { isAdmin: false })],
    ["was deactivated", (test: TestContext, id: string) => lose(test, id, { deactivatedAt: new Date(0) })],
    ["has deleted the account", (test: TestContext, id: string) => lose(test, id, { deletionDueAt: new Date(0) })],
  ])("a request isn't shown as half approved if the first reviewer %s", async (_state, loses) => {
    const { test, ctx, ana, ben, id } = await watched();
    const { tenantId } = await createUser(test);
    const shown = async () => {
      const { firstApprovedBy, joinTenant, signals } = expectOk(await getAccessRequest(ctx, ben, { id }));
      const { needSecondApproval, willMail } = expectOk(
        await previewBulk(ctx, ben, { action: "approve", ids: [id], notify: false }),
      );
      const isHalf = signals.some(({ kind }) => kind === "needs_second_approval");
      return { by: firstApprovedBy?.name, joins: joinTenant?.id, isHalf, needSecondApproval, willMail };
    };
    expectOk(await approveAccessRequest(ctx, ana, { id, joinTenantId: tenantId }));
    expect(await shown()).toEqual({ by: "Ana", joins: tenantId, isHalf: true, needSecondApproval: 0, willMail: 1 });
    await loses(test, ana.user.id);
    expect(await shown()).toEqual({ isHalf: false, needSecondApproval: 1, willMail: 0 });
  });

  it("one person gives only one of the two, also at the same time", async () => {
    const { test, ctx, ana, id, email } = await watched();
    const results = await atOnce(10, () => approveAccessRequest(ctx, ana, { id }));
    expect(tally(results)).toEqual({ ok: 1, second_approval_needed: 9 });
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
  });

  it("a reviewer who hasn't seen the first approval is told before giving the second", async () => {
    const { ctx, ana, ben, id } = await watched();
    expectOk(await approveAccessRequest(ctx, ana, { id, version: 0 }));
    expect(await approveAccessRequest(ctx, ben, { id, version: 0 })).toMatchObject({
      error: { code: "request_changed", changed: { kind: "first_approved", by: "Ana" } },
    });
  });

  it("the first is void once the applicant changes the request or it is revoked", async () => {
    const { test, ctx, ana, ben, id, email } = await watched();
    expectOk(await approveAccessRequest(ctx, ana, { id }));
    await replaceAccessRequest(test, email, { buyerMode: "RESEARCH", useCase: "Something else" });
    expect(expectOk(await approveAccessRequest(ctx, ben, { id }))).toMatchObject({ status: "pending" });
    expect(expectOk(await revokeApproval(ctx, ana, { id }))).toMatchObject({
      status: "pending",
      firstApprovedBy: null,
    });
    expect(codeOf(await revokeApproval(ctx, ana, { id }))).toBe("request_changed");
  });

  it("a void first approval takes its note and tenant with it", async () => {
    const { test, ctx, ana, ben, id, email } = await watched();
    const { tenantId } = await createUser(test);
    expectOk(await approveAccessRequest(ctx, ana, { id, note: "As agreed", joinTenantId: tenantId }));
    await replaceAccessRequest(test, email, { buyerMode: "RESEARCH", useCase: "Something else" });
    expect(await ctx.db.accessRequest.findUnique({ where: { id } })).toMatchObject(nothingChosen);
    await changeSettings(test, { fourEyesBuyerModes: [] });
    expect(expectOk(await approveAccessRequest(ctx, ben, { id }))).toMatchObject({ joinTenant: null });
  });

  it("only an answer that changes the use case voids the first approval", async () => {
    const { test, ctx, ana, id, email } = await watched();
    const token = await test.mails.lastToken(email, "access-requested");
    const ask = async () => expectOk(await askApplicant(ctx, ana, { id, question: "Which models?" }));
    const stored = () => ctx.db.accessRequest.findUnique({ where: { id } });
    expectOk(await approveAccessRequest(ctx, ana, { id, note: "Fine" }));
    await ask();
    expectOk(await answerQuestion(ctx, { token, answer: "Small ones" }));
    expect(await stored()).toMatchObject({ firstApprovedById: ana.user.id, approvalNote: "Fine" });
    await ask();
    expectOk(await answerQuestion(ctx, { token, answer: "Others", useCase: "Something else" }));
    expect(await stored()).toMatchObject(nothingChosen);
  });

  it("undoing the second clears both approvals", async () => {
    const { ctx, ana, ben, id } = await watched();
    expectOk(await approveAccessRequest(ctx, ana, { id, note: "Looks good" }));
    const second = { id, note: "Join us", joinTenantId: ben.tenant.id, undoable: true };
    expectOk(await approveAccessRequest(ctx, ben, second));
    expectOk(await undoDecision(ctx, ben, { id }));
    expect(await ctx.db.accessRequest.findUnique({ where: { id } })).toMatchObject(nothingChosen);
  });

  it("undoing a rejection keeps the first approval", async () => {
    const { ctx, ana, ben, id } = await watched();
    expectOk(await approveAccessRequest(ctx, ana, { id, note: "Looks good" }));
    expectOk(await rejectAccessRequest(ctx, ben, { id, notify: true, undoable: true }));
    expectOk(await undoDecision(ctx, ben, { id }));
    expect(await ctx.db.accessRequest.findUnique({ where: { id } })).toMatchObject({ firstApprovedById: ana.user.id });
  });

  it("completing the tenant of the first approval requires recent re-authentication", async () => {
    const { test, ctx, ana, ben, id } = await watched();
    const { tenantId } = await createUser(test);
    expectOk(await approveAccessRequest(ctx, ana, { id, joinTenantId: tenantId }));
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await approveAccessRequest(ctx, ben, { id }))).toBe("step_up_required");
  });

  it("other buyer modes need one", async () => {
    const { test, ctx, ana } = await watched();
    const { id } = await createAccessRequest(test);
    expect(expectOk(await approveAccessRequest(ctx, ana, { id })).status).toBe("approved");
  });
});

it("nobody can approve a request of their own address", async () => {
  const test = await testContext();
  const [ana, ben] = [await signInAdmin(test), await signInAdmin(test)];
  const { id } = await createAccessRequest(test);
  await test.ctx.db.accessRequest.update({ where: { id }, data: { email: ana.user.email } });
  expect(codeOf(await approveAccessRequest(test.ctx, ana, { id }))).toBe("own_request");
  expect(codeOf(await approveAccessRequest(test.ctx, ben, { id }))).toBe("ok");
});
