import { describe, expect, it } from "vitest";
import {
  askForAccess,
  createAccessRequest,
  createApproval,
  emailOf,
  registerInput,
  replaceAccessRequest,
  signInAdmin,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { register } from "../accounts/sign-up/register";
import { approveAccessRequest } from "./approve";
import { rejectAccessRequest, reopenAccessRequest } from "./decide";
import { getAccessRequest } from "./detail";
import { resendInvitation, revokeApproval } from "./invitation";
import { addRequestNote } from "./triage";

async function queue() {
  const test = await testContext();
  const admin = await signInAdmin(test);
  const request = await createAccessRequest(test);
  return { test, ctx: test.ctx, admin, request, id: request.id };
}

describe("a decision", () => {
  it("approves with an emailed invitation, a note and an audit event", async () => {
    const { test, ctx, admin, request, id } = await queue();
    const view = expectOk(await approveAccessRequest(ctx, admin, { id, note: "Welcome aboard", version: 0 }));

    expect(view).toMatchObject({ status: "approved", version: 1, approvalNote: "Welcome aboard" });
    expect(view.decidedBy).toMatchObject({ id: admin.user.id, email: admin.user.email });
    expect(view.token).toMatchObject({ state: "open" });
    const mail = await test.mails.last(request.email, "access-approved");
    expect(mail.note).toBe("Welcome aboard");
    expect(mail.url).toMatch(/^http:\/\/localhost:3000\/signup\?token=[\w-]{43}$/);
    expect(await ctx.db.auditEvent.count({ where: { action: "access_request.approved", targetId: id } })).toBe(1);
  });

  it("rejects with the reason by email, or silently", async () => {
    const { test, ctx, admin, request, id } = await queue();
    expectOk(await rejectAccessRequest(ctx, admin, { id, notify: true, reason: "Not yet in your region" }));
    expect(await test.mails.last(request.email, "access-rejected")).toMatchObject({ reason: "Not yet in your region" });

    const silent = await createAccessRequest(test);
    const view = expectOk(await rejectAccessRequest(ctx, admin, { id: silent.id, notify: false, reason: "Spam" }));
    expect(view).toMatchObject({ status: "rejected", rejectionReason: "Spam", token: null });
    expect(await test.mails.templatesTo(silent.email)).toEqual(["access-requested"]);
  });

  it("is made once out of forty at the same time: one status, one email, one audit event", async () => {
    const { test, ctx, admin, request, id } = await queue();
    const other = await signInAdmin(test, { name: "Grace" });
    const results = await atOnce(40, (index) =>
      index % 2 === 0
        ? approveAccessRequest(ctx, admin, { id })
        : rejectAccessRequest(ctx, other, { id, notify: true }),
    );

    expect(tally(results)).toEqual({ ok: 1, request_already_decided: 39 });
    const decisions = (await test.mails.templatesTo(request.email)).slice(1);
    expect(decisions).toHaveLength(1);
    const approved = decisions[0] === "access-approved";
    const row = await ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ status: approved ? "APPROVED" : "REJECTED", version: 1 });
    expect(await ctx.db.oneTimeToken.count({ where: { accessRequestId: id } })).toBe(approved ? 1 : 0);
    const traces = { action: { in: ["access_request.approved", "access_request.rejected"] } };
    expect(await ctx.db.auditEvent.count({ where: traces })).toBe(1);
    expect(await ctx.db.accessRequestEvent.count({ where: { kind: { in: ["approved", "rejected"] } } })).toBe(1);
  });

  it("tells the second admin who decided, and when", async () => {
    const { test, ctx, admin, id } = await queue();
    expectOk(await approveAccessRequest(ctx, admin, { id }));
    const late = await rejectAccessRequest(ctx, admin, { id, notify: true });
    expect(late).toMatchObject({
      ok: false,
      error: {
        code: "request_already_decided",
        decided: { status: "approved", by: admin.user.name, at: test.clock.now() },
      },
    });
  });

  it("rejects a decision on an older version", async () => {
    const { test, ctx, admin, request, id } = await queue();
    await replaceAccessRequest(test, request.email, { useCase: "Now something quite different" });
    expect(codeOf(await approveAccessRequest(ctx, admin, { id, version: 0 }))).toBe("request_changed");
    expect(codeOf(await approveAccessRequest(ctx, admin, { id, version: 1 }))).toBe("ok");
  });

  it("answers an unknown id with not_found", async () => {
    const { ctx, admin } = await queue();
    const id = "00000000-0000-7000-8000-000000000000";
    expect(codeOf(await approveAccessRequest(ctx, admin, { id }))).toBe("not_found");
    expect(codeOf(await getAccessRequest(ctx, admin, { id }))).toBe("not_found");
  });

  it("changes nothing if the email can't be queued", async () => {
    const { ctx, admin, id } = await queue();
    const broken = { ...ctx, mailer: { enqueue: () => Promise.reject(new Error("no queue")) } };
    await expect(approveAccessRequest(broken, admin, { id })).rejects.toThrow("no queue");

    expect(await ctx.db.accessRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "PENDING",
      version: 0,
      decidedAt: null,
    });
    expect(await ctx.db.oneTimeToken.count()).toBe(0);
    expect(await ctx.db.auditEvent.count({ where: { action: "access_request.approved" } })).toBe(0);
  });
});

describe("an approval", () => {
  it("is resent with a new link that voids the old one", async () => {
    const test = await testContext();
    const { token, email, admin, request } = await createApproval(test);
    expectOk(await resendInvitation(test.ctx, admin, { id: request.id }));
    const fresh = await test.mails.lastToken(email, "access-approved");
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe(
      "registration_requires_approval",
    );
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: fresh })))).toBe("ok");
  });

  it("is revoked: its link stops working and the request returns to the queue", async () => {
    const test = await testContext();
    const { token, email, admin, request } = await createApproval(test);
    const view = expectOk(await revokeApproval(test.ctx, admin, { id: request.id }));
    expect(view).toMatchObject({ status: "pending", decidedAt: null, token: { state: "void" } });
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe(
      "registration_requires_approval",
    );
  });

  it("expires after 14 days and can be resent or reopened", async () => {
    const test = await testContext();
    const { admin, request } = await createApproval(test);
    test.clock.advance({ days: 14 });
    const expired = expectOk(await getAccessRequest(test.ctx, admin, { id: request.id }));
    expect(expired).toMatchObject({ status: "expired", token: { state: "expired" } });
    expect(expectOk(await resendInvitation(test.ctx, admin, { id: request.id }))).toMatchObject({ status: "approved" });
    test.clock.advance({ days: 14 });
    expect(expectOk(await reopenAccessRequest(test.ctx, admin, { id: request.id }))).toMatchObject({
      status: "pending",
      token: { state: "void" },
    });
  });

  it("can't be revoked, resent or reopened after sign-up", async () => {
    const test = await testContext();
    const { token, email, admin, request } = await createApproval(test);
    expectOk(await register(test.ctx, registerInput({ email, approvalToken: token })));
    for (const act of [revokeApproval, resendInvitation, reopenAccessRequest]) {
      expect(codeOf(await act(test.ctx, admin, { id: request.id }))).toBe("request_already_decided");
    }
  });

  it("is either used or revoked if both happen at the same time", async () => {
    for (let round = 0; round < 5; round += 1) {
      const test = await testContext();
      const { token, email, admin, request } = await createApproval(test);
      const [registered, revoked] = await Promise.all([
        register(test.ctx, registerInput({ email, approvalToken: token })),
        revokeApproval(test.ctx, admin, { id: request.id }),
      ]);
      expect([codeOf(registered), codeOf(revoked)].filter((code) => code === "ok")).toHaveLength(1);
      const accounts = await test.ctx.db.user.count({ where: { email } });
      expect(accounts).toBe(registered.ok ? 1 : 0);
    }
  });

  it("stands if the applicant sends the form again meanwhile", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { test, ctx, admin, request, id } = await queue();
      const again = { ...requestAccessOf(request), useCase: "Asked again" };
      await Promise.all([approveAccessRequest(ctx, admin, { id }), askForAccess(test, again)]);
      const row = await ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
      expect(row.status).toBe("APPROVED");
      const token = await test.mails.lastToken(request.email, "access-approved");
      const input = registerInput({ email: again.email, approvalToken: token });
      expect(codeOf(await register(ctx, input))).toBe("ok");
    }
  });
});

describe("the timeline", () => {
  it("lists all events in order, with their actors", async () => {
    const { test, ctx, admin, id } = await queue();
    test.clock.advance({ minutes: 1 });
    expectOk(await addRequestNote(ctx, admin, { id, note: "Called them; sounds fine" }));
    test.clock.advance({ minutes: 1 });
    expectOk(await rejectAccessRequest(ctx, admin, { id, notify: false, reason: "Wrong button" }));
    test.clock.advance({ minutes: 1 });
    expectOk(await reopenAccessRequest(ctx, admin, { id }));
    test.clock.advance({ minutes: 1 });
    expectOk(await approveAccessRequest(ctx, admin, { id }));

    const detail = expectOk(await getAccessRequest(ctx, admin, { id }));
    expect(detail.events.map(({ kind, actorLabel, text }) => [kind, actorLabel, text])).toEqual([
      ["submitted", "", ""],
      ["note", admin.user.name, "Called them; sounds fine"],
      ["rejected", admin.user.name, "Wrong button"],
      ["reopened", admin.user.name, ""],
      ["approved", admin.user.name, ""],
    ]);
  });
});

function requestAccessOf(request: Awaited<ReturnType<typeof createAccessRequest>>) {
  const { name, organization, buyerMode, useCase } = request;
  return { email: emailOf(request.email), name, organization, buyerMode, useCase };
}
