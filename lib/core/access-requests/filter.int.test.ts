import { describe, expect, it } from "vitest";
import { alwaysOk } from "@/lib/core/kernel/result";
import { sweep } from "@/lib/platform/sweep";
import { listAccessRequestsSchema, queueTabSchema } from "@/lib/values/queue";
import { changeSettings, confirmShown, createAccessRequest, emailOf, signInAdmin } from "@/tests/support/factories";
import { atOnce, expectOk } from "@/tests/support/outcomes";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";
import { doDueWork } from "../background/due-work";
import type { ReviewerActor } from "../kernel/actors";
import { findInvitation } from "./applicant";
import { approveAccessRequest } from "./approve";
import { confirmRequest } from "./confirm";
import { rejectAccessRequest } from "./decide";
import { listAccessRequests } from "./queue";

async function pageOf(test: TestContext, reviewer: ReviewerActor, input: object) {
  return alwaysOk(await listAccessRequests(test.ctx, reviewer, listAccessRequestsSchema.parse(input)));
}

async function listed(test: TestContext, reviewer: ReviewerActor, input: object) {
  return (await pageOf(test, reviewer, input)).items.map(({ name }) => name);
}

describe("the filters", () => {
  it("find by domain kind, buyer mode, link, decider and day", async () => {
    const test = await testContext();
    const [ana, ben] = [await signInAdmin(test, { name: "Ana" }), await signInAdmin(test, { name: "Ben" })];
    const free = await createAccessRequest(test, { name: "Free", email: emailOf("free@gmail.com") });
    test.clock.advance({ days: 1 });
    const ours = { buyerMode: "RESEARCH", email: emailOf("jane@lab.acme.example") };
    const research = await createAccessRequest(test, { name: "Research", ...ours });
    await createAccessRequest(test, { name: "Waits" });
    expectOk(await approveAccessRequest(test.ctx, ana, { id: research.id }));
    expectOk(await rejectAccessRequest(test.ctx, ben, { id: free.id, notify: false }));
    const find = (input: object) => listed(test, ana, input);

    expect(await find({ domainKind: "free" })).toEqual(["Free"]);
    expect(await find({ buyerMode: "RESEARCH" })).toEqual(["Research"]);
    expect(await find({ decidedBy: "me" })).toEqual(["Research"]);
    expect(await find({ decidedBy: ben.user.id })).toEqual(["Free"]);
    expect(await find({ decidedBy: "rule" })).toEqual([]);
    expect(await find({ to: "2026-03-02" })).toEqual(["Free"]);
    expect(await find({ from: "2026-03-03", tab: "new" })).toEqual(["Waits"]);
    expect(await find({ q: "@lab.acme.example" })).toEqual(["Research"]);
    expect(await find({ q: "@lab" })).toEqual(["Research"]);
    expect(await find({ q: "@acme.example" })).toEqual([]);
    expect(await find({ tokenState: "sent" })).toEqual(["Research"]);
    await findInvitation(test.ctx, await test.mails.lastToken(research.email, "access-approved"));
    expect([await find({ tokenState: "sent" }), await find({ tokenState: "opened" })]).toEqual([[], ["Research"]]);
    test.clock.advance({ days: 12 });
    expect(await find({ tokenState: "expiring" })).toEqual(["Research"]);
    test.clock.advance({ days: 3 });
    expect([await find({ tokenState: "expired" }), await find({ tab: "expired" })]).toEqual([
      ["Research"],
      ["Research"],
    ]);
  });

  it.each(["age", "-age", "domain", "organization"])(
    "pages through the order %s without losing a request",
    async (sort) => {
      const test = await testContext();
      const ana = await signInAdmin(test);
      const names = ["B_1", "A", "C", "A", "B_1", "Ä"];
      for (const organization of names) {
        await createAccessRequest(test, {
          organization,
          email: emailOf(`${Math.random()}@${organization.length}.example`),
        });
      }
      const seen: string[] = [];
      const whole = alwaysOk(await listAccessRequests(test.ctx, ana, listAccessRequestsSchema.parse({ sort })));
      let cursor: string | undefined;
      do {
        const page = alwaysOk(
          await listAccessRequests(test.ctx, ana, listAccessRequestsSchema.parse({ sort, limit: 1, cursor })),
        );
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(whole.items.map(({ id }) => id));
      expect(new Set(seen).size).toBe(names.length);
    },
  );

  it("marks late requests by the hours in the settings", async () => {
    const test = await testContext();
    const ana = await signInAdmin(test);
    await changeSettings(test, { amberAfterHours: 2, redAfterHours: 4 });
    await createAccessRequest(test);
    const late = async () =>
      alwaysOk(await listAccessRequests(test.ctx, ana, listAccessRequestsSchema.parse({}))).items[0]?.late;
    expect(await late()).toBeNull();
    test.clock.advance({ hours: 2 });
    expect(await late()).toBe("amber");
    test.clock.advance({ hours: 2 });
    expect(await late()).toBe("red");
  });
});

describe("the numbers of the tabs", () => {
  it("match the tabs, also after simultaneous decisions and after the counts were compacted", async () => {
    const test = await testContext();
    const ana = await signInAdmin(test);
    const ids: string[] = [];
    for (let index = 0; index < 9; index += 1) ids.push((await createAccessRequest(test)).id);
    await atOnce(9, (index) => {
      const id = ids[index] ?? "";
      if (index % 3 === 0) return approveAccessRequest(test.ctx, ana, { id });
      return index % 3 === 1 ? rejectAccessRequest(test.ctx, ana, { id, notify: false }) : Promise.resolve(null);
    });
    await Promise.all([sweep(test.database.pool), sweep(test.database.pool)]);
    const { tabs } = await pageOf(test, ana, {});
    expect(tabs).toMatchObject({ new: 3, approved: 3, invited: 3, rejected: 3, all: 9, unconfirmed: 0 });
    for (const tab of queueTabSchema.options) expect(await listed(test, ana, { tab })).toHaveLength(tabs[tab]);
    expect(await test.ctx.db.accessRequestCount.count()).toBe(3);
  });

  it("keep requests from before confirmation was required", async () => {
    const before = await testContext();
    const { id } = await createAccessRequest(before);
    before.clock.advance({ days: 8 });
    const config = { ...before.ctx.config, confirmRequests: true };
    await doDueWork({ ...before.ctx, config });
    expect(await before.ctx.db.accessRequest.count({ where: { id } })).toBe(1);
  });

  it("keep unconfirmed requests apart until they are deleted", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const ana = await signInAdmin(test);
    await createAccessRequest(test, { name: "Never" });
    const proven = await createAccessRequest(test, { name: "Proven" });
    expectOk(await confirmRequest(test.ctx, { token: await test.mails.lastToken(proven.email, "confirm-request") }));
    expect((await pageOf(test, ana, {})).tabs).toMatchObject({ new: 1, unconfirmed: 1, all: 1 });
    expect(await listed(test, ana, { tab: "unconfirmed" })).toEqual(["Never"]);
    expect(await listed(test, ana, { tab: "new" })).toEqual(["Proven"]);
    test.clock.advance({ days: 8 });
    await doDueWork(test.ctx);
    expect((await pageOf(test, ana, {})).tabs).toMatchObject({ new: 1, unconfirmed: 0 });
    expect(await test.ctx.db.auditEvent.findFirst({ where: { action: "access_request.aged_out" } })).toMatchObject({
      details: { count: 1 },
    });
  });
});

describe("rejected requests", () => {
  it("are deleted after the retention time, unless a new try reopened them", async () => {
    const test = await testContext();
    const ana = await signInAdmin(test);
    const [old, again] = [await createAccessRequest(test), await createAccessRequest(test)];
    for (const { id } of [old, again]) expectOk(await rejectAccessRequest(test.ctx, ana, { id, notify: true }));
    test.clock.advance({ days: 31 });
    await doDueWork(test.ctx);
    expect(await test.ctx.db.accessRequest.count()).toBe(2);
    await changeSettings(test, { rejectedRetentionDays: 30 });
    const email = emailOf(again.email);
    await createAccessRequest(test, { email });
    expectOk(await confirmShown(test, await test.mails.lastToken(email, "confirm-request")));
    await Promise.all([doDueWork(test.ctx), doDueWork(test.ctx)]);
    expect(await test.ctx.db.accessRequest.findMany({ select: { id: true } })).toEqual([{ id: again.id }]);
    expect(await test.mails.templatesTo(old.email)).toEqual([]);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "access_request.erased" } })).toBe(1);
  });

  it("aren't emailed if the settings turn it off", async () => {
    const test = await testContext();
    const ana = await signInAdmin(test);
    await changeSettings(test, { mailsRejections: false });
    const { id, email } = await createAccessRequest(test);
    expectOk(await rejectAccessRequest(test.ctx, ana, { id, notify: true, internalNote: "Known from before" }));
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
    expect(await listed(test, ana, { q: "known before" })).toHaveLength(1);
  });
});

it("a repeated submission is a version of the same request and is counted", async () => {
  const test = await testContext();
  const ana = await signInAdmin(test);
  const { id, email } = await createAccessRequest(test, { name: "First" });
  await createAccessRequest(askedBy(test, { ip: "198.51.100.9" }), { email: emailOf(email), name: "Second" });
  const page = alwaysOk(await listAccessRequests(test.ctx, ana, listAccessRequestsSchema.parse({})));
  expect(page.items).toMatchObject([{ id, name: "First", version: 0 }]);
  expect(page.items[0]?.signals).toContainEqual({ kind: "resubmitted", count: 1 });
});

it("wildcards in the search are literal", async () => {
  const test = await testContext();
  const ana = await signInAdmin(test);
  for (const name of ["Per 100% cent", "Under_score", "Back\\slash", "Plain"])
    await createAccessRequest(test, { name });
  expect(await listed(test, ana, { q: "%" })).toEqual(["Per 100% cent"]);
  expect(await listed(test, ana, { q: "_" })).toEqual(["Under_score"]);
  expect(await listed(test, ana, { q: "\\" })).toEqual(["Back\\slash"]);
  for (const q of ["p%n", "pl_in", "\\%", "%%", "@%", "@_", "';--"]) expect(await listed(test, ana, { q })).toEqual([]);
});
