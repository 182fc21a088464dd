import type { Webhook, WebhookDelivery } from "@/generated/prisma/client";
import type { DeliveryStateValue } from "@/lib/values/webhooks";

/** A webhook as admins see it: never its secret. */
export interface WebhookView {
  id: string;
  url: string;
  description: string;
  events: string[];
  isEnabled: boolean;
  /** Deliveries given up one after the other, up to now. */
  failures: number;
  createdAt: Date;
}

export interface DeliveryView {
  id: string;
  eventId: string;
  event: string;
  /** What is or was sent, as JSON. */
  payload: unknown;
  state: DeliveryStateValue;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  lastResponse: string | null;
  lastTook: number | null;
  createdAt: Date;
  deliveredAt: Date | null;
  /** Null: no further try. */
  nextTryAt: Date | null;
}

export function toWebhookView(row: Webhook): WebhookView {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events,
    isEnabled: row.isEnabled,
    failures: row.failures,
    createdAt: row.createdAt,
  };
}

const states = { QUEUED: "queued", DELIVERED: "delivered", FAILED: "failed" } as const;

export function toDeliveryView(row: WebhookDelivery): DeliveryView {
  return {
    id: row.id,
    eventId: row.eventId,
    event: row.event,
    payload: row.payload,
    state: states[row.state],
    attempts: row.attempts,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
    lastResponse: row.lastResponse,
    lastTook: row.lastTook,
    createdAt: row.createdAt,
    deliveredAt: row.deliveredAt,
    nextTryAt: row.nextTryAt,
  };
}

/** As much of an address as the audit log keeps: its path may hold a receiver's secret. */
export function auditedUrl(url: string): string {
  return new URL(url).origin;
}
