import { z } from "zod";
import { buyerModeSchema } from "./buyer-mode";
import { requestNoticesValues } from "./request-notices";
import { line, paragraph } from "./text";

/** Omitted fields stay. */
const hours = z.int("range").min(1, "range").max(720, "range");
const retentionDays = z.int("range").min(1, "range").max(3650, "range").nullable();
/** At least 30 days. */
const auditDays = z.int("range").min(30, "range").max(3650, "range").nullable();
const modes = z
  .array(buyerModeSchema)
  .max(100, "too_long")
  .transform((given) => [...new Set(given)].sort());

/** 10 to 30 seconds. 0: none. */
export const undoSecondsSchema = z.int("undo").refine((value) => value === 0 || (value >= 10 && value <= 30), "undo");

export const updateSettingsSchema = z
  .strictObject({
    undoSeconds: undoSecondsSchema,
    amberAfterHours: hours,
    redAfterHours: hours,
    mailsReceived: z.boolean(),
    mailsQuestions: z.boolean(),
    mailsRejections: z.boolean(),
    fourEyesBuyerModes: modes,
    rejectedRetentionDays: retentionDays,
    auditRetentionDays: auditDays,
    requireMfaAdmins: z.boolean(),
    requireMfaReviewers: z.boolean(),
    requireMfaUsers: z.boolean(),
  })
  .partial();

export const replyTemplateKinds = ["approval_note", "rejection_reason", "question"] as const;
export type ReplyTemplateKindValue = (typeof replyTemplateKinds)[number];
export const replyTemplateSchema = z.strictObject({
  kind: z.enum(replyTemplateKinds),
  title: line(80),
  text: paragraph(1000).pipe(z.string().min(1, "required")),
});
export const replyTemplatePatchSchema = replyTemplateSchema.omit({ kind: true }).partial();

export const requestNoticesSchema = z.strictObject({ requestNotices: z.enum(requestNoticesValues) });

export type UpdateSettingsInput = z.output<typeof updateSettingsSchema>;
export type RequestNoticesInput = z.output<typeof requestNoticesSchema>;
