import { describe, expect, it } from "vitest";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import { createAccessRequest, createUser, replaceAccessRequest, signInAdmin } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { doDueWork } from "../background/due-work";
import { secondsAfter } from "../kernel/lifetimes";
import { approveAccessRequest } from "./approve";
import { listReviewers } from "./approvers";
import { markDuplicate, reopenAccessRequest, undoDecision } from "./decide";
import { getAccessRequest } from "./detail";
import { recordPresence } from "./presence";
import { listAccessRequests } from "./queue";
import { addRequestNote, assignRequest, snoozeRequest, wakeRequest } from "./triage";

async function reviewing() {
  const test = await testContext();
  const reviewer = await signInAdmin(test, { name: "Ada" });
  const { id } = await createAccessRequest(test);
  const inTab = async (tab: string) => {
    const page = alwaysOk(await listAccessRequests(test.ctx, reviewer, listAccessRequestsSchema.parse({ tab })));
    return page.items.map((item) => item.id);
  };
  return { test, ctx: test.ctx, reviewer, id, inTab };
}

describe("a snooze", () => {
  it("leaves the queue and returns on time, with both in the timeline", async () => {
    const { test, ctx, reviewer, id, inTab } = await reviewing();
    const until = secondsAfter(test.clock.now(), 3600);
    expect(expectOk(await snoozeRequest(ctx, reviewer, { id, until }))).toMatchObject({
      status: "snoozed",
      snoozedUntil: until.toISOString(),
    });
    expect([await inTab("new"), await inTab("snoozed")]).toEqual([[], [id]]);

    test.clock.advance({ hours: 1 });
    await Promise.all([doDueWork(ctx), doDueWork(ctx)]);
    expect([await inTab("new"), await inTab("snoozed")]).toEqual([[id], []]);
    const { events } = expectOk(await getAccessRequest(ctx, reviewer, { id }));
    expect(events.map(({ kind }) => kind)).toEqual(["submitted", "snoozed", "woken"]);
    expect(await ctx.db.auditEvent.count({ where: { action: "access_request.woken", targetId: id } })).toBe(1);
  });

  it("can end early, and restores an open question", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    await ctx.db.accessRequest.update({ where: { id }, data: { status: "NEEDS_INFO", question: "Which region?" } });
    expectOk(await snoozeRequest(ctx, reviewer, { id, until: secondsAfter(test.clock.now(), 60) }));
    expect(expectOk(await wakeRequest(ctx, reviewer, { id }))).toMatchObject({
      status: "needs_info",
      question: "Which region?",
      snoozedUntil: null,
    });
    expect(codeOf(await wakeRequest(ctx, reviewer, { id }))).toBe("request_changed");
  });

  it.each([0, -60, 367 * 24 * 60 * 60])("rejects %i seconds from now", async (seconds) => {
    const { test, ctx, reviewer, id } = await reviewing();
    const until = secondsAfter(test.clock.now(), seconds);
    expect(await snoozeRequest(ctx, reviewer, { id, until })).toMatchObject({
      error: { code: "validation_failed", fieldErrors: { until: ["snooze_until"] } },
    });
  });

  it("allows a decision, and undo restores it", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    const until = secondsAfter(test.clock.now(), 3600);
    expectOk(await snoozeRequest(ctx, reviewer, { id, until }));
    expect(expectOk(await approveAccessRequest(ctx, reviewer, { id, undoable: true })).snoozedUntil).toBeNull();
    expect(expectOk(await undoDecision(ctx, reviewer, { id }))).toMatchObject({
      status: "snoozed",
      snoozedUntil: until.toISOString(),
    });
  });
});

describe("an assignment", () => {
  it("goes to a reviewer, who can filter by it", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    const other = await createUser(test, { name: "Ben", isAdmin: true });
    const stranger = await createUser(test);
    const gone = await createUser(test, { isAdmin: true, isDeactivated: true });
    expect(alwaysOk(await listReviewers(ctx, reviewer, {})).reviewers.map(({ name }) => name)).toEqual(["Ada", "Ben"]);
    for (const assigneeId of [stranger.id, gone.id, id]) {
      expect(await assignRequest(ctx, reviewer, { id, assigneeId })).toMatchObject({
        error: { code: "validation_failed", fieldErrors: { assigneeId: ["reviewer"] } },
      });
    }
    const view = expectOk(await assignRequest(ctx, reviewer, { id, assigneeId: other.id }));
    expect(view).toMatchObject({ assignee: { name: "Ben" }, version: 1 });
    const filtered = async (assignee: string) =>
      alwaysOk(await listAccessRequests(ctx, reviewer, listAccessRequestsSchema.parse({ assignee }))).items.length;
    expect([await filtered(other.id), await filtered("me"), await filtered("none")]).toEqual([1, 0, 0]);
    expect(expectOk(await assignRequest(ctx, reviewer, { id, assigneeId: null })).assignee).toBeNull();
    expect(await filtered("none")).toBe(1);
  });
});

describe("a note", () => {
  it("is found by search, also after the applicant replaced the request", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    expectOk(await addRequestNote(ctx, reviewer, { id, note: "Met at the Leipzig fair" }));
    const found = async (q: string) =>
      alwaysOk(await listAccessRequests(ctx, reviewer, listAccessRequestsSchema.parse({ q }))).items.map(
        (item) => item.id,
      );
    expect(await found("leipzig")).toEqual([id]);
    const { email } = await ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    await replaceAccessRequest(test, email, { useCase: "Something new" });
    expect(await found("leipzig new")).toEqual([id]);
  });
});

describe("a duplicate", () => {
  it("is closed without an email, points to the other request, and can be undone", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    const other = await createAccessRequest(test, { name: "Jane Twice" });
    const view = expectOk(await markDuplicate(ctx, reviewer, { id: other.id, ofId: id }));
    expect(view).toMatchObject({ status: "rejected", duplicateOf: { id }, rejectionReason: null });
    expect(await test.mails.templatesTo(other.email)).toEqual(["access-requested"]);
    const detail = expectOk(await getAccessRequest(ctx, reviewer, { id }));
    expect(detail.signals).toContainEqual({ kind: "duplicates", count: 1 });
    expect(detail.related).toMatchObject([{ id: other.id, why: "duplicate" }]);
    expect(expectOk(await reopenAccessRequest(ctx, reviewer, { id: other.id }))).toMatchObject({
      status: "pending",
      duplicateOf: null,
    });
  });

  it("names the other person only while their request exists", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    const other = await createAccessRequest(test, { name: "Jane Twice" });
    expectOk(await markDuplicate(ctx, reviewer, { id: other.id, ofId: id }));
    const { email, name } = await ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    const told = async () =>
      expectOk(await getAccessRequest(ctx, reviewer, { id: other.id })).timeline.find(
        ({ kind }) => kind === "marked_duplicate",
      );
    expect(await told()).toMatchObject({ text: `${name} <${email}>` });
    expect(JSON.stringify(await ctx.db.accessRequestEvent.findMany())).not.toContain(email);
    await ctx.db.accessRequest.delete({ where: { id } });
    expect(await told()).toMatchObject({ text: "" });
  });

  it("can't be of itself, of an unknown request, or of another duplicate", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    const [second, third] = [await createAccessRequest(test), await createAccessRequest(test)];
    expectOk(await markDuplicate(ctx, reviewer, { id: second.id, ofId: id }));
    for (const ofId of [third.id, second.id, reviewer.user.id]) {
      expect(await markDuplicate(ctx, reviewer, { id: third.id, ofId })).toMatchObject({
        error: { code: "validation_failed", fieldErrors: { ofId: ["other_request"] } },
      });
    }
  });
});

describe("presence", () => {
  it("shows reviewers each other, and changes", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    const ben = await signInAdmin(test, { name: "Ben" });
    expect(expectOk(await recordPresence(ctx, reviewer, { id, leaving: false })).others).toEqual([]);
    const seen = expectOk(await recordPresence(ctx, ben, { id, leaving: false }));
    expect(seen).toMatchObject({ others: [{ name: "Ada" }], status: "pending", version: 0 });
    expect(expectOk(await getAccessRequest(ctx, reviewer, { id })).presence).toMatchObject([{ name: "Ben" }]);
    expectOk(await recordPresence(ctx, ben, { id, leaving: true }));
    expectOk(await approveAccessRequest(ctx, ben, { id }));
    const after = expectOk(await recordPresence(ctx, reviewer, { id, leaving: false }));
    expect(after).toEqual({ others: [], status: "approved", version: 1 });
  });

  it("expires, and is recorded as one view a day", async () => {
    const { test, ctx, reviewer, id } = await reviewing();
    const ben = await signInAdmin(test, { name: "Ben" });
    for (let index = 0; index < 3; index += 1) {
      expectOk(await recordPresence(ctx, ben, { id, leaving: false }));
      test.clock.advance({ seconds: 15 });
    }
    test.clock.advance({ seconds: 45 });
    const { presence, events } = expectOk(await getAccessRequest(ctx, reviewer, { id }));
    expect(presence).toEqual([]);
    expect(events.filter(({ kind }) => kind === "viewed")).toMatchObject([{ actorLabel: "Ben" }]);
    expect(codeOf(await recordPresence(ctx, ben, { id: reviewer.user.id, leaving: false }))).toBe("not_found");
  });
});
