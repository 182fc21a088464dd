import { z } from "@hono/zod-openapi";
import { ok } from "@/lib/core/result";
import {
  getDelivery,
  listDeliveries,
  replayDelivery,
  replayFailed,
  sendTestEvent,
} from "@/lib/core/webhooks/deliveries";
import { listDeliveriesSchema } from "@/lib/values/webhooks";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { nothing } from "./schemas";
import { deliveryPageSchema, deliverySchema, toDelivery, toDeliveryPage } from "./webhook-wire";

const exampleDelivery = {
  id: exampleId,
  eventId: exampleId,
  event: "user.verified",
  payload: { type: "user.verified", version: 1, timestamp: exampleMoment, data: {} },
  state: "failed",
  attempts: 8,
  lastStatus: 503,
  lastError: "HTTP 503",
  lastResponse: "Service Unavailable",
  lastTook: 41,
  createdAt: exampleMoment,
  deliveredAt: null,
  nextTryAt: null,
} as const;

const listEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/webhooks/{id}/deliveries",
  summary: "List a webhook's deliveries",
  description: "Newest first, for the last 30 days, with the beginning of the last response.",
  input: listDeliveriesSchema,
  status: 200,
  data: deliveryPageSchema,
  dataExample: { items: [exampleDelivery], nextCursor: null },
  message: "Deliveries.",
  refusals: ["not_found"],
  async run({ ctx, actor, id, input }) {
    const page = await listDeliveries(ctx, actor, { ...input, id });
    return page.ok ? ok({ data: toDeliveryPage(page.value) }) : page;
  },
});

const testEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/webhooks/{id}/test",
  summary: "Send a test event",
  description: "Sends `webhook.test` with a single attempt. Get the delivery by its id to see its status.",
  input: nothing,
  status: 202,
  data: z.strictObject({ deliveryId: z.uuid() }),
  dataExample: { deliveryId: exampleId },
  message: "Test event queued.",
  refusals: ["not_found", "rate_limited"],
  async run({ ctx, actor, id }) {
    const sent = await sendTestEvent(ctx, actor, { id });
    return sent.ok ? ok({ data: sent.value }) : sent;
  },
});

const replayFailedEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/webhooks/{id}/replay-failed",
  summary: "Resend failed deliveries",
  description: "Oldest first, up to 500.",
  input: nothing,
  status: 202,
  data: z.strictObject({ replayed: z.int().min(0) }),
  dataExample: { replayed: 3 },
  message: "Deliveries queued.",
  refusals: ["not_found"],
  async run({ ctx, actor, id }) {
    const replayed = await replayFailed(ctx, actor, { id });
    return replayed.ok ? ok({ data: replayed.value }) : replayed;
  },
});

const getEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/webhook-deliveries/{id}",
  summary: "Get a delivery",
  input: nothing,
  status: 200,
  data: deliverySchema,
  dataExample: exampleDelivery,
  message: "Delivery.",
  refusals: ["not_found"],
  async run({ ctx, actor, id }) {
    const found = await getDelivery(ctx, actor, { id });
    return found.ok ? ok({ data: toDelivery(found.value) }) : found;
  },
});

const replayEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/webhook-deliveries/{id}/replay",
  summary: "Resend a delivery",
  description: "With the same `webhook-id`, so receivers can detect duplicates.",
  input: nothing,
  status: 202,
  data: deliverySchema,
  dataExample: { ...exampleDelivery, state: "queued", attempts: 0, nextTryAt: exampleMoment },
  message: "Delivery queued.",
  refusals: ["not_found", "delivery_under_way"],
  async run({ ctx, actor, id }) {
    const replayed = await replayDelivery(ctx, actor, { id });
    return replayed.ok ? ok({ data: toDelivery(replayed.value) }) : replayed;
  },
});

export const webhookDeliveryEndpoints: Endpoint[] = [
  listEndpoint,
  testEndpoint,
  replayFailedEndpoint,
  getEndpoint,
  replayEndpoint,
];
