import {
  getDelivery,
  listDeliveries,
  replayDelivery,
  replayFailed,
  sendTestEvent,
} from "@/lib/core/webhooks/deliveries";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
} from "@/lib/core/webhooks/webhooks";
import { del, get, patch, post } from "./routes";

export const webhookEndpoints = [
  get("/webhooks", listWebhooks, "List webhooks", {
    description: "`failures` counts failed deliveries in a row. `failed` counts deliveries that can be resent.",
  }),
  get("/webhooks/{id}", getWebhook, "Get a webhook"),
  post("/webhooks", createWebhook, "Create a webhook", {
    description:
      'Returns the signing secret only once. `events` are event names, or `["*"]`. Requires recent re-authentication.',
    status: 201,
    message: "Webhook created.",
  }),
  patch("/webhooks/{id}", updateWebhook, "Update a webhook", {
    description:
      "Fields you leave out don't change. Everything except the description requires recent re-authentication.",
    message: "Webhook updated.",
  }),
  post("/webhooks/{id}/rotate-secret", rotateWebhookSecret, "Rotate a webhook's secret", {
    description:
      "For 24 hours, events are signed with both secrets, the new one first. Requires recent re-authentication.",
    message: "Secret rotated.",
  }),
  del("/webhooks/{id}", deleteWebhook, "Delete a webhook", {
    description: "Deletes its deliveries too. Requires recent re-authentication.",
    message: "Webhook deleted.",
  }),
  get("/webhooks/{id}/deliveries", listDeliveries, "List a webhook's deliveries", {
    description: "Newest first, for the last 30 days, with the beginning of the last response.",
  }),
  post("/webhooks/{id}/test", sendTestEvent, "Send a test event", {
    description: "Sends `webhook.test` with a single attempt. Get the delivery by its id to see its status.",
    status: 202,
    message: "Test event queued.",
  }),
  post("/webhooks/{id}/replay-failed", replayFailed, "Resend failed deliveries", {
    description: "Oldest first, up to 500.",
    status: 202,
    message: "Deliveries queued.",
  }),
  get("/webhook-deliveries/{id}", getDelivery, "Get a delivery"),
  post("/webhook-deliveries/{id}/replay", replayDelivery, "Resend a delivery", {
    description: "With the same `webhook-id`, so receivers can detect duplicates.",
    status: 202,
    message: "Delivery queued.",
  }),
];
