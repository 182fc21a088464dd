import { z } from "@hono/zod-openapi";
import type { DeliveryPage } from "@/lib/core/webhooks/deliveries";
import type { WebhookListItem } from "@/lib/core/webhooks/list-webhooks";
import type { DeliveryView, WebhookView } from "@/lib/core/webhooks/webhook-view";
import { deliveryStates } from "@/lib/values/webhooks";

/** Wire shapes of webhooks. */
const moment = z.iso.datetime();

const fields = {
  id: z.uuid(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  isEnabled: z.boolean(),
  failures: z.int().min(0),
  createdAt: moment,
};
export const webhookSchema = z.strictObject(fields).openapi("Webhook");
export const newWebhookSchema = z.strictObject({ ...fields, secret: z.string() });
export const webhookListSchema = z.strictObject({
  webhooks: z.array(z.strictObject({ ...fields, failed: z.int().min(0), lastDeliveryAt: moment.nullable() })),
});
export const webhookSecretSchema = z.strictObject({ secret: z.string() });
export const deliverySchema = z
  .strictObject({
    id: z.uuid(),
    eventId: z.uuid(),
    event: z.string(),
    payload: z.unknown(),
    state: z.enum(deliveryStates),
    attempts: z.int().min(0),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    lastResponse: z.string().nullable(),
    lastTook: z.int().nullable(),
    createdAt: moment,
    deliveredAt: moment.nullable(),
    nextTryAt: moment.nullable(),
  })
  .openapi("WebhookDelivery");
export const deliveryPageSchema = z.strictObject({
  items: z.array(deliverySchema),
  nextCursor: z.string().nullable(),
});

export function toWebhook(webhook: WebhookView): z.input<typeof webhookSchema> {
  return {
    id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    events: webhook.events,
    isEnabled: webhook.isEnabled,
    failures: webhook.failures,
    createdAt: webhook.createdAt.toISOString(),
  };
}

export function toWebhookList(webhooks: WebhookListItem[]): z.input<typeof webhookListSchema> {
  return {
    webhooks: webhooks.map((webhook) => ({
      ...toWebhook(webhook),
      failed: webhook.failed,
      lastDeliveryAt: webhook.lastDelivery?.createdAt.toISOString() ?? null,
    })),
  };
}

export function toDelivery(delivery: DeliveryView): z.input<typeof deliverySchema> {
  return {
    id: delivery.id,
    eventId: delivery.eventId,
    event: delivery.event,
    payload: delivery.payload,
    state: delivery.state,
    attempts: delivery.attempts,
    lastStatus: delivery.lastStatus,
    lastError: delivery.lastError,
    lastResponse: delivery.lastResponse,
    lastTook: delivery.lastTook,
    createdAt: delivery.createdAt.toISOString(),
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    nextTryAt: delivery.nextTryAt?.toISOString() ?? null,
  };
}

export function toDeliveryPage(page: DeliveryPage): z.input<typeof deliveryPageSchema> {
  return { items: page.items.map(toDelivery), nextCursor: page.nextCursor };
}
