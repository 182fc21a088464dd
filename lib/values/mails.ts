import { z } from "zod";
import { localeSchema } from "./locale";
import { daySchema } from "./moments";
import { isPlainText } from "./text";
import { idSchema } from "./tokens";

/** What became of a mail. `held`: waits on purpose, until a moment that is known. */
export const mailStates = ["queued", "held", "sent", "failed", "cancelled"] as const;
export type MailStateValue = (typeof mailStates)[number];

export const listMailsSchema = z.strictObject({
  state: z.enum(mailStates).optional(),
  /** A whole address, or a part of one. */
  to: z.string().max(254, "too_long").refine(isPlainText, "plain_text").optional(),
  template: z
    .string()
    .max(64, "too_long")
    .regex(/^[a-z0-9-]+$/, "invalid")
    .optional(),
  since: daySchema.optional(),
  /** The last day, itself included. */
  until: daySchema.optional(),
  accessRequestId: idSchema.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListMailsInput = z.output<typeof listMailsSchema>;

/** One template in one language. An unknown name is answered as not found. */
export const mailTemplateSchema = z.strictObject({ template: z.string().max(64, "too_long"), locale: localeSchema });
export type MailTemplateInput = z.output<typeof mailTemplateSchema>;
