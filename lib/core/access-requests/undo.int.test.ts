import { describe, expect, it } from "vitest";
import { changeSettings, createAccessRequest, emailOf, registerInput, signInAdmin } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { register } from "../accounts/sign-up/register";
import { approveAccessRequest } from "./approve";
import { rejectAccessRequest, undoDecision } from "./decide";
import { getAccessRequest } from "./detail";

async function decided(decision: "approve" | "reject" = "approve") {
  const test = await testContext();
  const reviewer = await signInAdmin(test);
  const request = await createAccessRequest(test);
  const { id, email } = request;
  const view = expectOk(
    decision === "approve"
      ? await approveAccessRequest(test.ctx, reviewer, { id, note: "Welcome", undoable: true })
      : await rejectAccessRequest(test.ctx, reviewer, { id, reason: "No", notify: true, undoable: true }),
  );
  return { test, ctx: test.ctx, reviewer, id, email, view };
}

describe("undo", () => {
  it("of an approval restores the request, sends no email, and voids the link", async () => {
    const { test, ctx, reviewer, id, email, view } = await decided();
    expect(view).toMatchObject({ status: "approved", tokenState: "held", mail: { state: "held" } });
    expect(view.undoUntil).toBe(new Date(test.clock.now().getTime() + 15_000).toISOString());
    const token = await test.mails.lastToken(email, "access-approved");

    const after = expectOk(await undoDecision(ctx, reviewer, { id, version: view.version }));
    expect(after).toMatchObject({
      status: "pending",
      decidedAt: null,
      decidedBy: null,
      approvalNote: null,
      undoUntil: null,
      tokenState: "void",
    });
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
    const input = registerInput({ email: emailOf(email), approvalToken: token });
    expect(codeOf(await register(ctx, input))).toBe("registration_requires_approval");
    const { timeline, earlier } = expectOk(await getAccessRequest(ctx, reviewer, { id }));
    expect(timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["submitted", "approved", "undone", "mail_cancelled"]),
    );
    expect(earlier).toEqual([]);
    expect(await ctx.db.auditEvent.count({ where: { action: "access_request.undone", targetId: id } })).toBe(1);
  });

  it("of a rejection restores the request", async () => {
    const { test, ctx, reviewer, id, email } = await decided("reject");
    const after = expectOk(await undoDecision(ctx, reviewer, { id }));
    expect(after).toMatchObject({ status: "pending", rejectionReason: null });
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
  });

  it("fails after the undo time", async () => {
    const { test, ctx, reviewer, id, email } = await decided();
    test.clock.advance({ seconds: 15 });
    expect(codeOf(await undoDecision(ctx, reviewer, { id }))).toBe("undo_over");
    expect(await test.mails.templatesTo(email)).toContain("access-approved");
    expect(await ctx.db.accessRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "APPROVED" });
  });

  it("fails once the email has begun to go out", async () => {
    const { ctx, reviewer, id } = await decided();
    await ctx.db.mail.updateMany({ where: { template: "access-approved" }, data: { attempts: 1 } });
    expect(codeOf(await undoDecision(ctx, reviewer, { id }))).toBe("undo_over");
    expect(await ctx.db.oneTimeToken.count({ where: { accessRequestId: id, voidedAt: null } })).toBe(1);
    expect(await ctx.db.accessRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "APPROVED" });
  });

  it("succeeds once out of many at the same time", async () => {
    const { ctx, reviewer, id } = await decided();
    expect(tally(await atOnce(10, () => undoDecision(ctx, reviewer, { id })))).toEqual({ ok: 1, request_changed: 9 });
    expect(await ctx.db.accessRequestEvent.count({ where: { accessRequestId: id, kind: "undone" } })).toBe(1);
  });

  it("isn't offered unless requested and allowed by the settings", async () => {
    const test = await testContext();
    const reviewer = await signInAdmin(test);
    const request = await createAccessRequest(test);
    const view = expectOk(await approveAccessRequest(test.ctx, reviewer, { id: request.id }));
    expect(view).toMatchObject({ undoUntil: null, tokenState: "sent" });
    expect(codeOf(await undoDecision(test.ctx, reviewer, { id: request.id }))).toBe("undo_over");

    await changeSettings(test, { undoSeconds: 0 });
    const second = await createAccessRequest(test);
    const now = expectOk(await approveAccessRequest(test.ctx, reviewer, { id: second.id, undoable: true }));
    expect(now).toMatchObject({ undoUntil: null, mail: { state: "sent" } });
  });

  it("holds the email a moment longer than the undo time, for clock differences", async () => {
    const { ctx, view } = await decided();
    const { sendAfter } = await ctx.db.mail.findFirstOrThrow({ where: { template: "access-approved" } });
    expect(sendAfter?.getTime()).toBeGreaterThan(Date.parse(view.undoUntil ?? ""));
  });
});
