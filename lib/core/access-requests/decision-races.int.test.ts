import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { changeSettings, createAccessRequest, createUser, signInAdmin } from "@/tests/support/factories";
import { asking, reviewerOf } from "@/tests/support/joining";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { completeDueDeletions } from "../accounts/deletion";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { ErrorCode } from "../kernel/errors";
import type { Result } from "../kernel/result";
import { alwaysOk } from "../kernel/result";
import { approveAccessRequest } from "./approve";
import { actOnRequests } from "./bulk";
import { blockApplicant, markDuplicate, rejectAccessRequest, reopenAccessRequest, undoDecision } from "./decide";
import { eraseAccessRequest } from "./erase";
import { copyInvitationLink, extendInvitation, resendInvitation, revokeApproval } from "./invitation";
import { confirmJoin, listJoinRequests } from "./joining";
import { addRequestNote, askApplicant, assignRequest, snoozeRequest, wakeRequest } from "./triage";

type Act = (ctx: CoreContext, admin: AdminActor, request: { id: string; email: string }) => Promise<unknown>;
type State = "waiting" | "snoozed" | "approved" | "rejected";

const acts: Record<string, [State, Act]> = {
  approve: ["waiting", (ctx, admin, { id }) => refusalOf(approveAccessRequest(ctx, admin, { id }))],
  reject: ["waiting", (ctx, admin, { id }) => refusalOf(rejectAccessRequest(ctx, admin, { id, notify: true }))],
  ask: ["waiting", (ctx, admin, { id }) => refusalOf(askApplicant(ctx, admin, { id, question: "Which?" }))],
  note: ["waiting", (ctx, admin, { id }) => refusalOf(addRequestNote(ctx, admin, { id, note: "Known" }))],
  assign: ["waiting", (ctx, admin, { id }) => refusalOf(assignRequest(ctx, admin, { id, assigneeId: null }))],
  snooze: ["waiting", (ctx, admin, { id }) => refusalOf(snoozeRequest(ctx, admin, { id, until: tomorrow(ctx) }))],
  wake: ["snoozed", (ctx, admin, { id }) => refusalOf(wakeRequest(ctx, admin, { id }))],
  block: ["waiting", (ctx, admin, { id }) => refusalOf(blockApplicant(ctx, admin, { id, what: "address" }))],
  duplicate: ["waiting", (ctx, admin, { id }) => refusalOf(markDuplicate(ctx, admin, { id, ofId: admin.user.id }))],
  resend: ["approved", (ctx, admin, { id }) => refusalOf(resendInvitation(ctx, admin, { id }))],
  revoke: ["approved", (ctx, admin, { id }) => refusalOf(revokeApproval(ctx, admin, { id }))],
  extend: ["approved", (ctx, admin, { id }) => refusalOf(extendInvitation(ctx, admin, { id, days: 7 }))],
  "copy the link": ["approved", (ctx, admin, { id }) => refusalOf(copyInvitationLink(ctx, admin, { id }))],
  reopen: ["rejected", (ctx, admin, { id }) => refusalOf(reopenAccessRequest(ctx, admin, { id }))],
  undo: ["rejected", (ctx, admin, { id }) => refusalOf(undoDecision(ctx, admin, { id }))],
  erase: [
    "waiting",
    (ctx, admin, { id, email }) => refusalOf(eraseAccessRequest(ctx, admin, { id, confirmation: email })),
  ],
  "approve many": [
    "waiting",
    async (ctx, admin, { id }) => {
      const input = { action: "approve" as const, items: [{ id }], undoable: false };
      const [item] = expectOk(await actOnRequests(ctx, admin, input)).items;
      return item?.ok === false ? item.code : "ok";
    },
  ],
};

async function refusalOf(outcome: Promise<Result<unknown, ErrorCode>>): Promise<string> {
  return codeOf(await outcome);
}

function tomorrow({ clock }: CoreContext): Date {
  return new Date(clock.now().getTime() + 86_400_000);
}

async function requestIn(state: State, test: TestContext, admin: AdminActor) {
  const request = await createAccessRequest(test);
  const { id } = request;
  if (state === "snoozed") expectOk(await snoozeRequest(test.ctx, admin, { id, until: tomorrow(test.ctx) }));
  if (state === "approved") expectOk(await approveAccessRequest(test.ctx, admin, { id }));
  if (state === "rejected") {
    expectOk(await rejectAccessRequest(test.ctx, admin, { id, notify: true, undoable: true }));
  }
  return request;
}

const losses = {
  "is no longer an admin": { isAdmin: false },
  "is a reviewer now": { isAdmin: false, isReviewer: true },
  "was deactivated": { deactivatedAt: new Date(0) },
};

describe("a reviewer whose role changes after the session was read", () => {
  for (const [loss, data] of Object.entries(losses)) {
    it.each(Object.entries(acts))(`does not %s when the person ${loss}`, async (_name, [state, act]) => {
      const test = await testContext();
      const [admin, other] = [await signInAdmin(test), await signInAdmin(test)];
      const request = await requestIn(state, test, other);
      const stored = () => test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: request.id } });
      const before = await stored();
      await test.ctx.db.user.update({ where: { id: admin.user.id }, data });
      expect(await act(test.ctx, admin, request)).toBe("admin_required");
      expect(await stored()).toEqual(before);
    });
  }

  it("can't decide if the role is removed meanwhile", async () => {
    const test = await testContext();
    const reviewer = await reviewerOf(test);
    const { id } = await createAccessRequest(test);
    const deciding = await test.ctx.db.$transaction(async (tx) => {
      await tx.user.update({ where: { id: reviewer.user.id }, data: { isReviewer: false } });
      const approving = refusalOf(approveAccessRequest(test.ctx, reviewer, { id }));
      await sleep(300);
      return { approving };
    });
    expect(await deciding.approving).toBe("admin_required");
    expect(await test.ctx.db.accessRequest.findUnique({ where: { id } })).toMatchObject({ status: "PENDING" });
  });
});

describe("an approval that waits for an organization", () => {
  it("ends with its reviewer's role, and another reviewer can approve", async () => {
    const { test, ctx, admin, actors, id } = await asking();
    const other = await signInAdmin(test);
    await ctx.db.user.update({ where: { id: admin.user.id }, data: { isAdmin: false } });
    expect(alwaysOk(await listJoinRequests(ctx, actors.owner, {}))).toEqual({ items: [] });
    expect(codeOf(await confirmJoin(ctx, actors.owner, { id }))).toBe("join_request_not_found");
    const approved = expectOk(await approveAccessRequest(ctx, other, { id }));
    expect(approved).toMatchObject({ status: "approved", joinTenant: null, joinAskedAt: null });
  });

  it("can't be confirmed by a user who was just deactivated", async () => {
    const { ctx, people, actors, id } = await asking();
    await ctx.db.user.update({ where: { id: people.owner.id }, data: { deactivatedAt: new Date(0) } });
    expect(codeOf(await confirmJoin(ctx, actors.owner, { id }))).toBe("owner_required");
  });
});

describe("deleting the account of a reviewer", () => {
  const dueNow = (test: TestContext) => ({ deletionDueAt: test.clock.now() });

  it("doesn't deadlock with a second approval", async () => {
    const test = await testContext();
    const { ctx } = test;
    await changeSettings(test, { fourEyesBuyerModes: ["RESEARCH"] });
    const second = await signInAdmin(test);
    for (let round = 0; round < 12; round += 1) {
      const first = await signInAdmin(test);
      const requests = [];
      for (let more = 0; more < 3; more += 1) requests.push(await createAccessRequest(test, { buyerMode: "RESEARCH" }));
      for (const { id } of requests) expectOk(await approveAccessRequest(ctx, first, { id }));
      await ctx.db.user.update({ where: { id: first.user.id }, data: dueNow(test) });
      const [deleted, ...approvals] = await Promise.all([
        completeDueDeletions(ctx),
        ...requests.map(({ id }) => approveAccessRequest(ctx, second, { id })),
        ...requests.map(({ id }) => assignRequest(ctx, second, { id, assigneeId: first.user.id })),
      ]);
      expect(deleted).toBe(1);
      const codes = new Set(approvals.map(codeOf));
      for (const code of codes) expect(["ok", "request_changed", "validation_failed"]).toContain(code);
    }
  });

  it("doesn't deadlock with the organization's confirmation", async () => {
    for (let round = 0; round < 4; round += 1) {
      const { test, ctx, admin, actors, id } = await asking();
      await createUser(test, { isAdmin: true });
      await ctx.db.user.update({ where: { id: admin.user.id }, data: dueNow(test) });
      const [deleted, confirmed] = await Promise.all([
        completeDueDeletions(ctx),
        confirmJoin(ctx, actors.owner, { id }),
      ]);
      expect(deleted).toBe(1);
      expect(["ok", "join_request_not_found"]).toContain(codeOf(confirmed));
    }
  });

  it("and two decisions at the same time give one decision", async () => {
    const test = await testContext();
    const admins = [await signInAdmin(test), await signInAdmin(test), await signInAdmin(test)];
    const { id } = await createAccessRequest(test);
    const results = await atOnce(9, (index) => {
      const admin = admins[index % 3];
      if (!admin) throw new Error("There are three");
      return approveAccessRequest(test.ctx, admin, { id });
    });
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
