import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWebhookSchema, listDeliveriesSchema } from "@/lib/values/webhooks";
import { createAccessRequest, signInAdmin } from "@/tests/support/factories";
import { atOnce, expectOk, tally } from "@/tests/support/outcomes";
import { type StubReceiver, startStubReceiver } from "@/tests/support/stub-receiver";
import { type TestContext, testContext } from "@/tests/support/test-context";
import type { AdminActor } from "../kernel/actors";
import { backOffSeconds, failuresMax } from "./deliver-webhook";
import { listDeliveries, replayDelivery, replayFailed, sendTestEvent } from "./deliveries";
import { createWebhook, updateWebhook } from "./webhooks";

let receiver: StubReceiver;
let test: TestContext;
let admin: AdminActor;
let webhookId: string;

beforeEach(async () => {
  receiver = await startStubReceiver();
  test = await testContext();
  admin = await signInAdmin(test);
  const input = createWebhookSchema.parse({ url: receiver.url, events: ["access_request.created"] });
  webhookId = expectOk(await createWebhook(test.ctx, admin, input)).id;
});
afterEach(() => receiver.stop());

const only = () => test.ctx.db.webhookDelivery.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
const webhook = () => test.ctx.db.webhook.findUniqueOrThrow({ where: { id: webhookId } });

async function failing() {
  await createAccessRequest(test);
  await test.runJobs();
  for (const wait of backOffSeconds) {
    test.clock.advance({ seconds: wait });
    await test.runJobs();
  }
}

const alarms = async () =>
  (await test.mails.templatesTo(admin.user.email)).filter((template) => template === "webhook-failing");

describe("a failing receiver", () => {
  it("is retried after 5 s, 1 min, 5 min, 30 min, 2 h, 6 h and 24 h", async () => {
    receiver.answer = { status: 503, body: "We are closed" };
    await createAccessRequest(test);
    await test.runJobs();
    const firstId = receiver.received[0]?.headers["webhook-id"];
    for (const [index, wait] of backOffSeconds.entries()) {
      expect(await only()).toMatchObject({
        state: "QUEUED",
        attempts: index + 1,
        lastStatus: 503,
        lastError: "HTTP 503",
        lastResponse: "We are closed",
        nextTryAt: new Date(test.clock.now().getTime() + wait * 1000),
      });
      test.clock.advance({ seconds: wait, milliseconds: -1 });
      await test.runJobs();
      expect(receiver.received, `not before ${wait} s`).toHaveLength(index + 1);
      test.clock.advance({ milliseconds: 1 });
      await test.runJobs();
      expect(receiver.received, `after ${wait} s`).toHaveLength(index + 2);
    }
    expect(await only()).toMatchObject({ state: "FAILED", attempts: 8, nextTryAt: null });
    test.clock.advance({ days: 2 });
    await test.runJobs();
    expect(receiver.received).toHaveLength(8);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([firstId]));
  });

  it("has no failures after a success", async () => {
    receiver.answer = 500;
    await createAccessRequest(test);
    await test.runJobs();
    receiver.answer = 200;
    test.clock.advance({ seconds: 5 });
    await test.runJobs();
    expect(await only()).toMatchObject({ state: "DELIVERED", attempts: 2, lastError: null });
    expect(await webhook()).toMatchObject({ failures: 0, isEnabled: true });
    expect(await alarms()).toEqual([]);
  });

  it("is announced to admins at the first failed delivery, and disabled at the fifth", async () => {
    receiver.answer = 500;
    await failing();
    expect(await webhook()).toMatchObject({ failures: 1, isEnabled: true });
    expect(await test.mails.last(admin.user.email, "webhook-failing")).toMatchObject({
      url: receiver.url,
      reason: "HTTP 500",
      isTurnedOff: false,
    });
    for (let count = 1; count < failuresMax; count += 1) await failing();
    expect(await webhook()).toMatchObject({ failures: failuresMax, isEnabled: false });
    expect(await alarms()).toHaveLength(2);
    expect(await test.mails.last(admin.user.email, "webhook-failing")).toMatchObject({ isTurnedOff: true });
    expect(await test.ctx.db.auditEvent.count({ where: { action: "webhook.turned_off" } })).toBe(1);

    receiver.received.length = 0;
    await createAccessRequest(test);
    await test.runJobs();
    expect(receiver.received).toEqual([]);
    receiver.answer = 200;
    expectOk(await updateWebhook(test.ctx, await signInAdmin(test), { id: webhookId, isEnabled: true }));
    expect(expectOk(await replayFailed(test.ctx, admin, { id: webhookId }))).toEqual({ replayed: failuresMax });
    await test.runJobs();
    expect(receiver.received).toHaveLength(failuresMax);
    expect(await webhook()).toMatchObject({ failures: 0, isEnabled: true });
  });

  it("is disabled when it answers 410", async () => {
    receiver.answer = 410;
    await createAccessRequest(test);
    await test.runJobs();
    expect(await only()).toMatchObject({ state: "FAILED", attempts: 1, lastStatus: 410 });
    expect(await webhook()).toMatchObject({ isEnabled: false });
    expect(await test.mails.last(admin.user.email, "webhook-failing")).toMatchObject({ isTurnedOff: true });
  });

  it("gets nothing while it is disabled, which counts as no failure", async () => {
    receiver.answer = 500;
    await createAccessRequest(test);
    await test.runJobs();
    expectOk(await updateWebhook(test.ctx, admin, { id: webhookId, isEnabled: false }));
    test.clock.advance({ seconds: 5 });
    await test.runJobs();
    expect(receiver.received).toHaveLength(1);
    expect(await only()).toMatchObject({ state: "FAILED", lastError: "The webhook is turned off" });
    expect(await webhook()).toMatchObject({ failures: 0 });
  });
});

describe("a delivery", () => {
  it("is resent once with the same id, also by concurrent calls", async () => {
    await createAccessRequest(test);
    await test.runJobs();
    const { id } = await only();
    const results = await atOnce(10, () => replayDelivery(test.ctx, admin, { id }));
    expect(tally(results)).toEqual({ ok: 1, delivery_under_way: 9 });
    await test.runJobs();
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[0]?.headers["webhook-id"]).toBe(receiver.received[1]?.headers["webhook-id"]);
    expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body);
  });

  it("is retried after its process crashed", async () => {
    await createAccessRequest(test);
    const { id } = await only();
    const lease = new Date(test.clock.now().getTime() + 60_000);
    await test.ctx.db.webhookDelivery.update({ where: { id }, data: { attempts: 1, nextTryAt: lease } });
    await test.runJobs();
    expect(receiver.received).toEqual([]);
    test.clock.advance({ minutes: 1 });
    await test.runJobs();
    expect(receiver.received).toHaveLength(1);
  });

  it("is listed with its payload and response, newest first, in pages", async () => {
    receiver.answer = { status: 400, body: "x".repeat(5000) };
    for (let count = 0; count < 3; count += 1) {
      test.clock.advance({ seconds: 1 });
      await createAccessRequest(test);
    }
    await test.runJobs();
    const list = async (query: object) =>
      expectOk(await listDeliveries(test.ctx, admin, { ...listDeliveriesSchema.parse(query), id: webhookId }));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor ?? "" });
    const all = [...first.items, ...second.items];
    expect(all).toHaveLength(3);
    expect(all[0]).toMatchObject({ lastStatus: 400, lastResponse: "x".repeat(1024), payload: { version: 1 } });
    const moments = all.map(({ createdAt }) => createdAt);
    expect(moments).toEqual(moments.toSorted().reverse());
    expect((await list({ state: "delivered" })).items).toEqual([]);
  });
});

describe("a test event", () => {
  it("is sent once, also while the webhook is disabled, and disables nothing", async () => {
    expectOk(await updateWebhook(test.ctx, admin, { id: webhookId, isEnabled: false }));
    receiver.answer = 500;
    expectOk(await sendTestEvent(test.ctx, admin, { id: webhookId }));
    await test.runJobs();
    expect(receiver.received).toHaveLength(1);
    expect(await only()).toMatchObject({ event: "webhook.test", state: "FAILED", attempts: 1 });
    expect(await webhook()).toMatchObject({ failures: 0 });
  });
});
