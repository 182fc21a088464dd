import { z } from "zod";
import { paragraph } from "./text";

/** Public names (docs/webhooks.md). */
export const webhookEvents = [
  "access_request.created",
  "access_request.resubmitted",
  "access_request.confirmed",
  "access_request.needs_info",
  "access_request.answered",
  "access_request.approved",
  "access_request.rejected",
  "access_request.reverted",
  "user.registered",
  "user.verified",
  "user.email_changed",
  "user.deactivated",
  "user.reactivated",
  "user.deleted",
  "security.password_changed",
  "security.password_reset",
  "security.mfa_enabled",
  "security.mfa_disabled",
  "security.mfa_reset_scheduled",
  "security.mfa_reset",
  "security.recovery_code_used",
  "security.passkey_added",
  "security.passkey_removed",
  "security.identity_linked",
  "security.identity_unlinked",
  "security.api_key_created",
  "security.refresh_token_reused",
  "security.alarm_raised",
  "security.admin_role_changed",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
export const testEvent = "webhook.test";
/** Includes events of later versions. */
export const everyEvent = "*";

const urlSchema = z
  .string()
  .max(2000, "too_long")
  .transform((typed) => typed.trim())
  .refine(isWebhookUrl, "webhook_url");

/** Credentials end up in logs, and fragments are never sent. */
function isWebhookUrl(typed: string): boolean {
  const url = URL.parse(typed);
  if (!url || !/^https?:\/\//i.test(typed)) return false;
  return url.username === "" && url.password === "" && url.hash === "" && url.hostname !== "";
}

const eventsSchema = z
  .array(z.enum([...webhookEvents, everyEvent], "choice"))
  .min(1, "event_required")
  .max(100, "too_long")
  .transform((names) => (names.includes(everyEvent) ? [everyEvent] : [...new Set(names)]));

export const createWebhookSchema = z.strictObject({
  url: urlSchema,
  description: paragraph(200).default(""),
  events: eventsSchema,
});
export const updateWebhookSchema = z
  .strictObject({ url: urlSchema, description: paragraph(200), events: eventsSchema, isEnabled: z.boolean() })
  .partial();
export const webhookFormSchema = z.strictObject({ url: urlSchema, description: paragraph(200), events: eventsSchema });

export const deliveryStates = ["queued", "delivered", "failed"] as const;
export type DeliveryStateValue = (typeof deliveryStates)[number];
export const listDeliveriesSchema = z.strictObject({
  state: z.enum(deliveryStates).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

export type CreateWebhookInput = z.output<typeof createWebhookSchema>;
export type UpdateWebhookInput = z.output<typeof updateWebhookSchema>;
export type ListDeliveriesInput = z.output<typeof listDeliveriesSchema>;

export function chosenEvents(stored: string[]): (WebhookEvent | typeof everyEvent)[] {
  if (stored.includes(everyEvent)) return [everyEvent];
  return webhookEvents.filter((name) => stored.includes(name));
}
