import { z } from "zod";
import {
  approveAccessRequestSchema,
  assignAccessRequestSchema,
  rejectAccessRequestSchema,
  snoozeAccessRequestSchema,
} from "./queue";
import { idSchema } from "./tokens";

/** One act on up to 100 requests. More than ten need a recent proof. */
export const bulkMax = 100;
export const bulkWithoutProofMax = 10;

const items = z
  .array(z.strictObject({ id: idSchema, version: z.int().min(0).optional() }))
  .min(1, "required")
  .max(bulkMax, "too_many")
  .refine((given) => new Set(given.map(({ id }) => id)).size === given.length, "twice");

/** Each act takes what it takes for one request, the version aside, which every item has of its own. */
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
  /** Mails unused links again, with a new token each: the reminder. */
  z.strictObject({ action: z.literal("resend"), items }),
  /** Takes back what a bulk decision did, while its mails are held. */
  z.strictObject({ action: z.literal("undo"), items }),
]);
export const bulkPreviewSchema = z.strictObject({
  action: z.enum(["approve", "reject", "snooze", "wake", "assign", "resend"]),
  ids: z.array(idSchema).min(1, "required").max(bulkMax, "too_many"),
  /** Of a rejection: whether applicants are told. */
  notify: z.boolean().default(true),
});

export type BulkInput = z.output<typeof bulkSchema>;
export type BulkPreviewInput = z.output<typeof bulkPreviewSchema>;

/** In the order of the given items. */
export interface BulkResult {
  items: (
    | { id: string; ok: true; status: string; version: number; undoUntil: Date | null }
    /** A code as for one request, e.g. `request_already_decided`; `decided` says by whom. */
    | { id: string; ok: false; code: string; decided?: { status: string; by: string | null; at: Date | null } }
  )[];
  done: number;
  refused: number;
}

/** What a bulk act would do now. */
export interface BulkPreview {
  total: number;
  /** On which the act would take effect. */
  willChange: number;
  willMail: number;
  /** Decided, or for another reason not in a state that the act changes. */
  alreadyDecided: number;
  /** Whose address was never proven (CONFIRM_REQUESTS); counted in willChange, too. */
  unconfirmed: number;
  /** Approvals that will be recorded as the first of two. */
  needSecondApproval: number;
  /** Approvals that the reviewer may not give: of the own address, or after the own first approval. */
  notByYou: number;
  notFound: number;
  /** More than ten, and the last proof is too old: the act will ask for one. */
  needsProof: boolean;
}
