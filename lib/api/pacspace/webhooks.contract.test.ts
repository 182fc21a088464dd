import { randomUUID } from "node:crypto";
import { expect, it, onTestFinished } from "vitest";
import { createAccessRequest, createUser } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { startStubReceiver } from "@/tests/support/stub-receiver";
import { testContext } from "@/tests/support/test-context";

const webhooks = "/dashboard/admin/webhooks";
const deliveries = "/dashboard/admin/webhook-deliveries";

async function administering() {
  const test = await testContext();
  const api = new NativeClient(test);
  await api.signIn(await createUser(test, { isAdmin: true }));
  const receiver = await startStubReceiver();
  onTestFinished(() => receiver.stop());
  return { test, api, receiver };
}

it("adds, reads, changes and deletes, and shows the secret once", async () => {
  const { api, receiver } = await administering();
  const made = await api.post(webhooks, { url: receiver.url, events: ["access_request.created"] });
  expect(made).toMatchObject({ status: 201, data: { isEnabled: true, description: "", failures: 0 } });
  const secret = textAt(made, "secret");
  const one = `${webhooks}/${textAt(made, "id")}`;
  const listed = await api.get(webhooks);
  expect(listed.data).toMatchObject({ webhooks: [{ url: receiver.url, failed: 0, lastDeliveryAt: null }] });
  expect(JSON.stringify([listed, await api.get(one)])).not.toContain(secret);
  const changed = await api.patch(one, { isEnabled: false, events: ["user.verified", "*"], description: "Sales" });
  expect(changed.data).toMatchObject({ isEnabled: false, events: ["*"], description: "Sales", url: receiver.url });
  expect(textAt(await api.post(`${one}/rotate-secret`), "secret")).not.toBe(secret);
  expect((await api.delete(one)).data).toBeNull();
  expect((await api.get(one)).status).toBe(404);
});

it("tells, shows what came back, and sends again", async () => {
  const { test, api, receiver } = await administering();
  receiver.answer = { status: 410, body: "Gone for good" };
  const id = textAt(await api.post(webhooks, { url: receiver.url, events: ["*"] }), "id");
  await createAccessRequest(test);
  await test.runJobs();
  const failed = await api.get(`${webhooks}/${id}/deliveries?state=failed`);
  const [item] = (failed.data as { items: { id: string }[] }).items;
  expect(item).toMatchObject({ event: "access_request.created", lastStatus: 410, lastResponse: "Gone for good" });
  expect((await api.get(`${webhooks}/${id}`)).data).toMatchObject({ isEnabled: false, failures: 1 });
  await api.patch(`${webhooks}/${id}`, { isEnabled: true });
  receiver.answer = 200;
  expect((await api.post(`${webhooks}/${id}/replay-failed`)).data).toEqual({ replayed: 1 });
  const again = await api.post(`${deliveries}/${item?.id}/replay`);
  expect(again).toMatchObject({ status: 409, error: { code: "DELIVERY_UNDER_WAY" } });
  await test.runJobs();
  expect((await api.get(`${deliveries}/${item?.id}`)).data).toMatchObject({ state: "delivered", attempts: 1 });
  expect((await api.post(`${deliveries}/${item?.id}/replay`)).data).toMatchObject({ state: "queued" });
  expect((await api.post(`${webhooks}/${id}/test`)).status).toBe(202);
});

it("refuses addresses and events that are none, and knows no other ids", async () => {
  const { api } = await administering();
  for (const body of [
    { url: "company.example", events: ["*"] },
    { url: "https://a:b@company.example/", events: ["*"] },
    { url: "https://company.example/", events: [] },
    { url: "https://company.example/", events: ["webhook.test"] },
    { url: "https://company.example/", events: ["*"], secret: "whsec_x" },
  ]) {
    expect((await api.post(webhooks, body)).error?.code, JSON.stringify(body)).toBe("VALIDATION_FAILED");
  }
  for (const id of [randomUUID(), "nonsense"]) {
    expect((await api.get(`${webhooks}/${id}`)).status).toBe(404);
    expect((await api.get(`${webhooks}/${id}/deliveries`)).status).toBe(404);
    expect((await api.get(`${deliveries}/${id}`)).status).toBe(404);
    for (const act of [`${webhooks}/${id}/test`, `${webhooks}/${id}/replay-failed`, `${deliveries}/${id}/replay`]) {
      expect((await api.post(act)).status, act).toBe(404);
    }
  }
});

it("is closed to everybody but admins, and to an admin without a fresh proof", async () => {
  const { test, api, receiver } = await administering();
  const other = api.another();
  await other.signIn(await createUser(test));
  const body = { url: receiver.url, events: ["*"] };
  expect((await api.another().post(webhooks, body)).status).toBe(401);
  expect((await other.post(webhooks, body)).error?.code).toBe("FORBIDDEN");
  expect((await other.get(webhooks)).status).toBe(403);
  test.clock.advance({ minutes: 11 });
  expect((await api.post(webhooks, body)).error?.code).toBe("STEP_UP_REQUIRED");
  expect(await test.ctx.db.webhook.count()).toBe(0);
});
