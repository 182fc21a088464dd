import { z } from "zod";
import { buyerModeSchema } from "./buyer-mode";
import { dayOrMomentSchema, momentSchema } from "./moments";
import { isPlainText, line, paragraph } from "./text";
import { idSchema } from "./tokens";

/** What reviewers may ask of the queue, and do to one request. Several at once: lib/values/queue-bulk.ts. */
export const accessRequestStatusSchema = z.enum([
  "pending",
  "needs_info",
  "snoozed",
  "approved",
  "rejected",
  "registered",
  "expired",
]);

/**
 * `approved` is invited, joined and expired together. `unconfirmed` waits for its applicant's click (CONFIRM_REQUESTS)
 * and is in no other tab.
 */
export const queueTabSchema = z.enum([
  "new",
  "waiting",
  "snoozed",
  "approved",
  "invited",
  "joined",
  "expired",
  "rejected",
  "unconfirmed",
  "all",
]);
/** `age`: oldest first. Left out: what waits comes oldest first, everything else newest first. */
export const queueSortSchema = z.enum(["age", "-age", "domain", "organization"]);
export const domainKindSchema = z.enum(["corporate", "free", "disposable"]);
export const requestSourceSchema = z.enum(["web", "api"]);
/** `expiring`: unused, with less than three days left. */
export const tokenFilterSchema = z.enum(["sent", "failed", "opened", "used", "expiring", "expired"]);

/** Which requests: the same for the list and for the CSV. Filters are joined by "and". */
export const queueFilterSchema = z.strictObject({
  tab: queueTabSchema.optional(),
  status: accessRequestStatusSchema.optional(),
  /** Words in name, address, organization, use case and notes; `@domain` is the address's domain. */
  q: z.string().max(200).refine(isPlainText, "plain_text").optional(),
  buyerMode: buyerModeSchema.optional(),
  domainKind: domainKindSchema.optional(),
  verified: z.enum(["yes", "no"]).optional(),
  assignee: z.union([z.enum(["me", "none"]), idSchema]).optional(),
  source: requestSourceSchema.optional(),
  tokenState: tokenFilterSchema.optional(),
  decidedBy: z.union([z.enum(["me", "rule"]), idSchema]).optional(),
  /** When it was submitted; a day counts as a whole. */
  from: dayOrMomentSchema.optional(),
  to: dayOrMomentSchema.optional(),
  sort: queueSortSchema.optional(),
});
export const listAccessRequestsSchema = queueFilterSchema.extend({
  cursor: z.string().max(400).refine(isPlainText, "plain_text").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** `version` is the one the reviewer saw: an act on an older one is refused. */
const seen = { version: z.int().min(0).optional() };
/** Holds the mail back for the time of the settings, during which the act can be undone. */
const decision = { ...seen, undoable: z.boolean().default(false) };
const noteSchema = paragraph(2000).pipe(z.string().min(1, "required"));

export const approveAccessRequestSchema = z.strictObject({
  /** For the applicant. */
  note: paragraph(1000).optional(),
  /** An existing tenant that the sign-up link joins, in place of one of its own. Asks for a recent proof. */
  joinTenantId: idSchema.optional(),
  /** `member` when left out. */
  joinRole: z.enum(["member", "admin"]).optional(),
  ...decision,
});
export const rejectAccessRequestSchema = z.strictObject({
  /** For the applicant, when told. */
  reason: paragraph(1000).optional(),
  notify: z.boolean().default(true),
  /** For reviewers only. */
  internalNote: paragraph(2000).optional(),
  ...decision,
});
/** undo, reopen, revoke, wake, resend. */
export const plainActSchema = z.strictObject(seen);
/** What only asks. */
export const nothingSchema = z.strictObject({});
export const accessRequestNoteSchema = z.strictObject({ note: noteSchema });
export const snoozeAccessRequestSchema = z.strictObject({
  /** In the future, a year ahead at most. */
  until: momentSchema,
  ...seen,
});
export const assignAccessRequestSchema = z.strictObject({ assigneeId: idSchema.nullable() });
export const markDuplicateSchema = z.strictObject({ ofId: idSchema, ...decision });
export const extendApprovalSchema = z.strictObject({ days: z.int("range").min(1, "range").max(90, "range") });
export const blockApplicantSchema = z.strictObject({
  /** The address alone, or everybody with an address of its domain. Free-mail domains cannot be blocked as a whole. */
  what: z.enum(["address", "domain"]),
});
/** The applicant's address, typed: erasing cannot be undone. */
export const eraseAccessRequestSchema = z.strictObject({ confirmation: line(254) });
export const presenceSchema = z.strictObject({
  /** The reviewer closes the request. */
  leaving: z.boolean().default(false),
});

export type AccessRequestStatusValue = z.output<typeof accessRequestStatusSchema>;
export type QueueTab = z.output<typeof queueTabSchema>;
export type QueueSort = z.output<typeof queueSortSchema>;
export type DomainKindValue = z.output<typeof domainKindSchema>;
export type RequestSource = z.output<typeof requestSourceSchema>;
export type TokenFilter = z.output<typeof tokenFilterSchema>;
export type QueueFilterInput = z.output<typeof queueFilterSchema>;
export type ListAccessRequestsInput = z.output<typeof listAccessRequestsSchema>;
export type ApproveAccessRequestInput = z.output<typeof approveAccessRequestSchema>;
export type RejectAccessRequestInput = z.output<typeof rejectAccessRequestSchema>;
export type SnoozeAccessRequestInput = z.output<typeof snoozeAccessRequestSchema>;
export type AssignAccessRequestInput = z.output<typeof assignAccessRequestSchema>;
export type MarkDuplicateInput = z.output<typeof markDuplicateSchema>;
export type ExtendApprovalInput = z.output<typeof extendApprovalSchema>;
export type BlockApplicantInput = z.output<typeof blockApplicantSchema>;
export type EraseAccessRequestInput = z.output<typeof eraseAccessRequestSchema>;
export type PresenceInput = z.output<typeof presenceSchema>;
