import { z } from "zod";
import { localeSchema } from "./locale";
import { daySchema } from "./moments";
import { isPlainText } from "./text";
import { idSchema } from "./tokens";

/** `held`: waits, e.g. for the undo period. */
export const mailStates = ["queued", "held", "sent", "failed", "cancelled"] as const;
export type MailStateValue = (typeof mailStates)[number];

export const listMailsSchema = z.strictObject({
  state: z.enum(mailStates).optional(),
  /** Whole or part of an address. */
  to: z.string().max(254, "too_long").refine(isPlainText, "plain_text").optional(),
  template: z
    .string()
    .max(64, "too_long")
    .regex(/^[a-z0-9-]+$/, "invalid")
    .optional(),
  since: daySchema.optional(),
  /** Inclusive. */
  until: daySchema.optional(),
  accessRequestId: idSchema.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListMailsInput = z.output<typeof listMailsSchema>;

/** Unknown names get "not found". */
export const mailTemplateSchema = z.strictObject({ template: z.string().max(64, "too_long"), locale: localeSchema });
export type MailTemplateInput = z.output<typeof mailTemplateSchema>;
