import { z } from "zod";
import {
  approveAccessRequestSchema,
  assignAccessRequestSchema,
  rejectAccessRequestSchema,
  snoozeAccessRequestSchema,
} from "./queue";
import { idSchema } from "./tokens";

/** More need step-up. */
export const bulkMax = 100;
export const bulkWithoutProofMax = 10;

const items = z
  .array(z.strictObject({ id: idSchema, version: z.int().min(0).optional() }))
  .min(1, "required")
  .max(bulkMax, "too_many")
  .refine((given) => new Set(given.map(({ id }) => id)).size === given.length, "twice");

export const bulkSchema = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("approve"),
    items,
    ...approveAccessRequestSchema.pick({ note: true, undoable: true }).shape,
  }),
  z.strictObject({ action: z.literal("reject"), items, ...rejectAccessRequestSchema.omit({ version: true }).shape }),
  z.strictObject({ action: z.literal("snooze"), items, until: snoozeAccessRequestSchema.shape.until }),
  z.strictObject({ action: z.literal("wake"), items }),
  z.strictObject({ action: z.literal("assign"), items, assigneeId: assignAccessRequestSchema.shape.assigneeId }),
  /** Invalidates the old token. */
  z.strictObject({ action: z.literal("resend"), items }),
  /** Works while emails are held. */
  z.strictObject({ action: z.literal("undo"), items }),
]);
export const bulkPreviewSchema = z.strictObject({
  action: z.enum(["approve", "reject", "snooze", "wake", "assign", "resend"]),
  ids: z.array(idSchema).min(1, "required").max(bulkMax, "too_many"),
  /** Rejections only. Emails the applicants. */
  notify: z.boolean().default(true),
});

export type BulkInput = z.output<typeof bulkSchema>;
export type BulkPreviewInput = z.output<typeof bulkPreviewSchema>;
