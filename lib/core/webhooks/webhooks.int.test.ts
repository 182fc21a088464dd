import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWebhookSchema } from "@/lib/values/webhooks";
import {
  accessRequestInput,
  askForAccess,
  createAccessRequest,
  createUser,
  emailOf,
  registerInput,
  signIn,
  signInAdmin,
  testPassword,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type ReceivedEvent, type StubReceiver, startStubReceiver } from "@/tests/support/stub-receiver";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { approveAccessRequest } from "../access-requests/approve";
import { changePassword } from "../accounts/password";
import { register } from "../accounts/sign-up/register";
import type { AdminActor } from "../kernel/actors";
import { deliverWebhook } from "./deliver-webhook";
import { sendTestEvent } from "./deliveries";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
  webhooksMax,
} from "./webhooks";

let receiver: StubReceiver;
let test: TestContext;
let admin: AdminActor;

beforeEach(async () => {
  receiver = await startStubReceiver();
  test = await testContext();
  admin = await signInAdmin(test);
});
afterEach(() => receiver.stop());

async function hook(events: string[] = ["*"], url = receiver.url) {
  return expectOk(await createWebhook(test.ctx, admin, createWebhookSchema.parse({ url, events })));
}

function verified(secret: string, { headers, body }: ReceivedEvent): unknown {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  return new Webhook(secret).verify(body, Object.fromEntries(names.map((name) => [name, String(headers[name])])));
}

/** The library compares with the wall clock. */
function setClockToNow() {
  test.clock.advance({ milliseconds: Date.now() - test.clock.now().getTime() });
}

async function next(): Promise<ReceivedEvent> {
  await test.runJobs();
  const event = receiver.received.at(-1);
  if (!event) throw new Error("nothing came");
  return event;
}

const types = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

describe("an event", () => {
  it("is signed as the standard library expects, and contains no secret", async () => {
    const { secret } = await hook(["access_request.created"]);
    setClockToNow();
    const request = await createAccessRequest(test, { name: "Jane Doe", organization: "Acme Inc" });
    const event = await next();
    expect(event.headers).toMatchObject({ "content-type": "application/json", "user-agent": "Foyer-Webhooks/1" });
    expect(verified(secret, event)).toEqual({
      type: "access_request.created",
      version: 1,
      timestamp: test.clock.now().toISOString(),
      data: {
        accessRequest: {
          id: request.id,
          email: request.email,
          name: "Jane Doe",
          organization: "Acme Inc",
          buyerMode: "DIRECT_INFERENCE_VENDOR",
          status: "pending",
          emailConfirmed: false,
          submittedAt: request.submittedAt.toISOString(),
          url: `http://localhost:3000/admin/requests?tab=all&request=${request.id}`,
        },
        actor: { type: "anonymous", id: null, email: null },
      },
    });
    expect(() => verified(secret, { ...event, body: `${event.body} ` })).toThrow();
    expect(() => verified(`whsec_${Buffer.alloc(32).toString("base64")}`, event)).toThrow();
  });

  it("is sent once to each subscribed webhook, with one id", async () => {
    await hook();
    await hook(["access_request.created", "access_request.created"]);
    await hook(["user.registered"]);
    expectOk(await updateWebhook(test.ctx, admin, { id: (await hook()).id, isEnabled: false }));
    await createAccessRequest(test);
    await test.runJobs();
    expect(types()).toEqual(["access_request.created", "access_request.created"]);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("is sent for a repeated request, an approval, a registration and a changed password", async () => {
    await hook();
    const request = await createAccessRequest(test);
    await createAccessRequest(test, { email: emailOf(request.email) });
    expectOk(await approveAccessRequest(test.ctx, admin, { id: request.id }));
    const approvalToken = await test.mails.lastToken(request.email, "access-approved");
    expectOk(await register(test.ctx, registerInput({ email: emailOf(request.email), approvalToken })));
    const { actor } = await signIn(test, await createUser(test));
    expectOk(
      await changePassword(test.ctx, actor, { currentPassword: testPassword, newPassword: "another long harbour" }),
    );
    const told = await test.ctx.db.webhookDelivery.findMany({ orderBy: { createdAt: "asc" } });
    expect(told.map(({ event }) => event).sort()).toEqual([
      "access_request.approved",
      "access_request.created",
      "access_request.resubmitted",
      "security.password_changed",
      "user.registered",
    ]);
    const all = JSON.stringify(told);
    for (const secret of [approvalToken, testPassword, "another long harbour", "$argon2"]) {
      expect(all).not.toContain(secret);
    }
  });

  it("isn't sent if the action was rolled back", async () => {
    await hook();
    const request = await createAccessRequest(test);
    const broken = { ...test.ctx, mailer: { enqueue: () => Promise.reject(new Error("no queue")) } };
    await expect(approveAccessRequest(broken, admin, { id: request.id })).rejects.toThrow("no queue");
    expect(await test.ctx.db.webhookDelivery.count({ where: { event: "access_request.approved" } })).toBe(0);
  });

  it("isn't sent for a request with the address of an account", async () => {
    await hook();
    const jane = await createUser(test);
    await askForAccess(test, accessRequestInput({ email: jane.email }));
    expect(await test.ctx.db.webhookDelivery.count()).toBe(0);
  });

  it("is sent once, also by several workers", async () => {
    await hook();
    await createAccessRequest(test);
    const { id } = await test.ctx.db.webhookDelivery.findFirstOrThrow();
    await atOnce(10, () => deliverWebhook(test.ctx, id));
    expect(receiver.received).toHaveLength(1);
    expect(await test.ctx.db.webhookDelivery.findUnique({ where: { id } })).toMatchObject({
      state: "DELIVERED",
      attempts: 1,
      lastStatus: 204,
      lastError: null,
      nextTryAt: null,
    });
  });
});

describe("a webhook", () => {
  it("shows its secret once, and stores it encrypted", async () => {
    const { id, secret } = await hook();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const seen = [await listWebhooks(test.ctx, admin, {}), await getWebhook(test.ctx, admin, { id })];
    const rows = [await test.ctx.db.webhook.findMany(), await test.ctx.db.auditEvent.findMany()];
    const written = JSON.stringify([seen, rows], (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(written).not.toContain(secret.slice(6, -1));
  });

  it("signs with both secrets for a day after a rotation, then with the new one", async () => {
    setClockToNow();
    admin = await signInAdmin(test);
    const { id, secret } = await hook();
    const fresh = expectOk(await rotateWebhookSecret(test.ctx, admin, { id })).secret;
    expectOk(await sendTestEvent(test.ctx, admin, { id }));
    const event = await next();
    for (const known of [secret, fresh]) expect(verified(known, event)).toMatchObject({ type: "webhook.test" });
    expect(String(event.headers["webhook-signature"]).split(" ")).toHaveLength(2);
    test.clock.advance({ days: 1 });
    expectOk(await sendTestEvent(test.ctx, admin, { id }));
    await test.runJobs();
    expect(String(receiver.received[1]?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
  });

  it("needs recent re-authentication to be created, changed or deleted", async () => {
    const { id, url } = await hook();
    test.clock.advance({ minutes: 11 });
    const input = createWebhookSchema.parse({ url, events: ["*"] });
    expect(codeOf(await createWebhook(test.ctx, admin, input))).toBe("step_up_required");
    expect(codeOf(await updateWebhook(test.ctx, admin, { id, url }))).toBe("step_up_required");
    expect(codeOf(await rotateWebhookSecret(test.ctx, admin, { id }))).toBe("step_up_required");
    for (const change of [{ isEnabled: false }, { isEnabled: true }, { events: ["user.registered" as const] }]) {
      expect(codeOf(await updateWebhook(test.ctx, admin, { id, ...change }))).toBe("step_up_required");
    }
    expect(codeOf(await deleteWebhook(test.ctx, admin, { id }))).toBe("step_up_required");
    expect(codeOf(await updateWebhook(test.ctx, admin, { id, description: "Chat" }))).toBe("ok");
    expect(await test.ctx.db.webhook.findUnique({ where: { id } })).toMatchObject({ url, isEnabled: true });
  });

  it("is deleted with its deliveries", async () => {
    const { id } = await hook();
    await createAccessRequest(test);
    expectOk(await deleteWebhook(test.ctx, admin, { id }));
    await test.runJobs();
    expect(receiver.received).toEqual([]);
    expect(await test.ctx.db.webhookDelivery.count()).toBe(0);
    for (const act of [getWebhook, deleteWebhook, rotateWebhookSecret, sendTestEvent]) {
      expect(codeOf(await act(test.ctx, admin, { id }))).toBe("not_found");
    }
    expect(codeOf(await updateWebhook(test.ctx, admin, { id, isEnabled: true }))).toBe("not_found");
  });

  it("is limited to twenty, also under concurrent requests", async () => {
    const input = createWebhookSchema.parse({ url: receiver.url, events: ["*"] });
    const results = await atOnce(webhooksMax + 4, () => createWebhook(test.ctx, admin, input));
    expect(tally(results)).toEqual({ ok: webhooksMax, too_many_webhooks: 4 });
  });
});
