import { describe, expect, it } from "vitest";
import { type BulkPreviewInput, bulkPreviewSchema, bulkSchema } from "@/lib/values/queue-bulk";
import { changeSettings, createAccessRequest, signInAdmin } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { approveAccessRequest } from "./approve";
import { actOnRequests, previewBulk } from "./bulk";
import { rejectAccessRequest } from "./decide";

async function queueOf(count: number, config: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(config);
  const reviewer = await signInAdmin(test);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await createAccessRequest(test)).id);
  return { test, ctx: test.ctx, reviewer, ids };
}

const onAll = (ids: string[], act: object) => bulkSchema.parse({ items: ids.map((id) => ({ id })), ...act });
const approvalMails = async (test: TestContext) =>
  (await test.mails.all()).filter(({ template }) => template === "access-approved").length;

describe("a bulk act", () => {
  it("continues after an item fails", async () => {
    const { test, ctx, reviewer, ids } = await queueOf(4);
    const [decided = "", broken = "", ...rest] = ids;
    expectOk(await rejectAccessRequest(ctx, reviewer, { id: decided, notify: false }));
    const failing = await ctx.db.accessRequest.update({ where: { id: broken }, data: { name: "Broken" } });
    const { mailer } = ctx;
    const faulty: typeof mailer = {
      enqueue: (tx, mail, options) =>
        mail.to === failing.email ? Promise.reject(new Error("no queue")) : mailer.enqueue(tx, mail, options),
    };
    test.log.expectProblems();
    const outcome = expectOk(
      await actOnRequests(
        { ...ctx, mailer: faulty },
        reviewer,
        onAll([...ids, reviewer.user.id], { action: "approve" }),
      ),
    );
    expect(outcome).toMatchObject({ done: 2, refused: 3 });
    expect(outcome.items).toMatchObject([
      { id: decided, ok: false, code: "request_already_decided", decided: { status: "rejected", by: "Ada Min" } },
      { id: broken, ok: false, code: "internal" },
      ...rest.map((id) => ({ id, ok: true, status: "approved", version: 1 })),
      { id: reviewer.user.id, ok: false, code: "not_found" },
    ]);
    expect(await ctx.db.accessRequest.findUniqueOrThrow({ where: { id: broken } })).toMatchObject({
      status: "PENDING",
    });
    expect(await approvalMails(test)).toBe(2);
  });

  it("sends one email each if it runs twice at the same time", async () => {
    const { test, ctx, reviewer, ids } = await queueOf(5);
    const outcomes = await atOnce(2, () => actOnRequests(ctx, reviewer, onAll(ids, { action: "approve" })));
    const done = outcomes.map((outcome) => expectOk(outcome).done);
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(await approvalMails(test)).toBe(5);
  });

  it("can be undone as one", async () => {
    const { test, ctx, reviewer, ids } = await queueOf(3);
    expectOk(await actOnRequests(ctx, reviewer, onAll(ids, { action: "approve", undoable: true })));
    expect(expectOk(await actOnRequests(ctx, reviewer, onAll(ids, { action: "undo" })))).toMatchObject({ done: 3 });
    expect(await approvalMails(test)).toBe(0);
    expect(await ctx.db.accessRequest.count({ where: { status: "PENDING" } })).toBe(3);
  });

  it("rejects items that changed meanwhile", async () => {
    const { ctx, reviewer, ids } = await queueOf(1);
    const items = ids.map((id) => ({ id, version: 7 }));
    const outcome = expectOk(await actOnRequests(ctx, reviewer, onAll(ids, { action: "reject", items })));
    expect(outcome.items).toMatchObject([{ ok: false, code: "request_changed" }]);
  });

  it("requires recent re-authentication for more than ten", async () => {
    const { test, ctx, reviewer, ids } = await queueOf(11);
    test.clock.advance({ minutes: 10 });
    const snooze = { action: "assign", assigneeId: reviewer.user.id };
    expect(codeOf(await actOnRequests(ctx, reviewer, onAll(ids, snooze)))).toBe("step_up_required");
    expect(expectOk(await actOnRequests(ctx, reviewer, onAll(ids.slice(1), snooze))).done).toBe(10);
    const preview = expectOk(await previewBulk(ctx, reviewer, bulkPreviewSchema.parse({ action: "assign", ids })));
    expect(preview).toMatchObject({ total: 11, willChange: 11, willMail: 0, needsProof: true });
  });
});

describe("the preview", () => {
  it("counts emails, decided requests and missing second approvals", async () => {
    const { test, ctx, reviewer, ids } = await queueOf(6);
    await changeSettings(test, { fourEyesBuyerModes: ["RESEARCH"] });
    const [decided = "", first = "", half = "", own = ""] = ids;
    expectOk(await rejectAccessRequest(ctx, reviewer, { id: decided, notify: false }));
    await ctx.db.accessRequest.updateMany({ where: { id: { in: [first, half] } }, data: { buyerMode: "RESEARCH" } });
    expectOk(await approveAccessRequest(ctx, reviewer, { id: half }));
    await ctx.db.accessRequest.update({ where: { id: own }, data: { email: reviewer.user.email } });
    const preview = async (input: Partial<BulkPreviewInput>) =>
      expectOk(await previewBulk(ctx, reviewer, bulkPreviewSchema.parse({ ids, action: "approve", ...input })));

    const unknown = [...ids, reviewer.user.id];
    expect(await preview({ ids: unknown })).toEqual({
      total: 7,
      willChange: 3,
      willMail: 2,
      alreadyDecided: 1,
      unconfirmed: 0,
      needSecondApproval: 1,
      notByYou: 2,
      notFound: 1,
      needsProof: false,
    });
    expect(await preview({ action: "reject" })).toMatchObject({ willChange: 5, willMail: 5 });
    expect(await preview({ action: "reject", notify: false })).toMatchObject({ willChange: 5, willMail: 0 });

    const outcome = expectOk(await actOnRequests(ctx, reviewer, onAll(unknown, { action: "approve" })));
    expect(outcome).toMatchObject({ done: 3, refused: 4 });
    expect(await approvalMails(test)).toBe(2);
  });

  it("counts unconfirmed requests", async () => {
    const { ctx, reviewer, ids } = await queueOf(2, { config: { confirmRequests: true } });
    const preview = expectOk(await previewBulk(ctx, reviewer, bulkPreviewSchema.parse({ ids, action: "approve" })));
    expect(preview).toMatchObject({ willChange: 2, unconfirmed: 2 });
  });
});
