import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWebhookSchema } from "@/lib/values/webhooks";
import { createAccessRequest, signInAdmin } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { type StubReceiver, startStubReceiver } from "@/tests/support/stub-receiver";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { approveAccessRequest } from "../access-requests/approve";
import { rejectAccessRequest, reopenAccessRequest, undoDecision } from "../access-requests/decide";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import { createWebhook } from "./webhooks";

let receiver: StubReceiver;
let test: TestContext;
let admin: AdminActor;

beforeEach(async () => {
  receiver = await startStubReceiver();
  test = await testContext();
  admin = await signInAdmin(test);
});
afterEach(() => receiver.stop());

async function hook(events: string[] = ["*"]) {
  expectOk(await createWebhook(test.ctx, admin, createWebhookSchema.parse({ url: receiver.url, events })));
}

const types = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

describe("a decision that can be undone", () => {
  async function decide(act: typeof approveAccessRequest | typeof rejectAccessRequest) {
    const request = await createAccessRequest(test);
    expectOk(await act(test.ctx, admin, { id: request.id, notify: false, undoable: true }));
    return request.id;
  }

  it("is delivered when it no longer can be undone", async () => {
    await hook(["access_request.approved"]);
    await decide(approveAccessRequest);
    await test.runJobs();
    expect(receiver.received).toEqual([]);
    test.clock.advance({ seconds: 20 });
    await test.runJobs();
    expect(types()).toEqual(["access_request.approved"]);
  });

  it("isn't delivered if it was undone in time, and neither is the undo", async () => {
    await hook();
    const id = await decide(rejectAccessRequest);
    expectOk(await undoDecision(test.ctx, admin, { id }));
    test.clock.advance({ minutes: 1 });
    await test.runJobs();
    expect(types()).toEqual(["access_request.created"]);
  });

  it("is followed by its undo if that came later", async () => {
    await hook(["access_request.rejected", "access_request.reverted"]);
    const id = await decide(rejectAccessRequest);
    test.clock.advance({ seconds: 20 });
    await test.runJobs();
    expectOk(await reopenAccessRequest(test.ctx, admin, { id }));
    await test.runJobs();
    expect(types()).toEqual(["access_request.rejected", "access_request.reverted"]);
  });
});

it("deletes the deliveries of an erased request", async () => {
  await hook();
  const [erased, kept] = [await createAccessRequest(test), await createAccessRequest(test)];
  await test.runJobs();
  const target = { type: "access_request", id: erased.id } as const;
  await recordAuditEvent(test.ctx, test.ctx.db, { action: "access_request.erased", actor: admin, target });
  const left = await test.ctx.db.webhookDelivery.findMany();
  expect(left.map(({ accessRequestId }) => accessRequestId)).toEqual([kept.id]);
});
