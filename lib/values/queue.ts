import { z } from "zod";
import { buyerModeSchema } from "./buyer-mode";
import { dayOrMomentSchema, momentSchema } from "./moments";
import { isPlainText, line, paragraph } from "./text";
import { idSchema } from "./tokens";

export const accessRequestStatusSchema = z.enum([
  "pending",
  "needs_info",
  "snoozed",
  "approved",
  "rejected",
  "registered",
  "expired",
]);

/** `approved` combines invited, joined and expired. `unconfirmed` is in no other tab. */
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
/** `age`: oldest first. */
export const queueSortSchema = z.enum(["age", "-age", "domain", "organization"]);
export const domainKindSchema = z.enum(["corporate", "free", "disposable"]);
export const requestSourceSchema = z.enum(["web", "api"]);
/** `expiring`: under three days left. */
export const tokenFilterSchema = z.enum(["sent", "failed", "opened", "used", "expiring", "expired"]);

export const queueFilterSchema = z.strictObject({
  tab: queueTabSchema.optional(),
  status: accessRequestStatusSchema.optional(),
  /** Words in name, address, organization, use case and notes. `@domain` matches the address. */
  q: z.string().max(200).refine(isPlainText, "plain_text").optional(),
  buyerMode: buyerModeSchema.optional(),
  domainKind: domainKindSchema.optional(),
  verified: z.enum(["yes", "no"]).optional(),
  assignee: z.union([z.enum(["me", "none"]), idSchema]).optional(),
  source: requestSourceSchema.optional(),
  tokenState: tokenFilterSchema.optional(),
  decidedBy: z.union([z.enum(["me", "rule"]), idSchema]).optional(),
  /** Submission time. */
  from: dayOrMomentSchema.optional(),
  to: dayOrMomentSchema.optional(),
  sort: queueSortSchema.optional(),
});
export const listAccessRequestsSchema = queueFilterSchema.extend({
  cursor: z.string().max(400).refine(isPlainText, "plain_text").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Version that the reviewer saw. */
const seen = { version: z.int().min(0).optional() };
/** Holds the email for the undo period. */
const decision = { ...seen, undoable: z.boolean().default(false).optional() };
const noteSchema = paragraph(2000).pipe(z.string().min(1, "required"));

export const approveAccessRequestSchema = z.strictObject({
  /** For the applicant. */
  note: paragraph(1000).optional(),
  /** Requires step-up. */
  joinTenantId: idSchema.optional(),
  /** Default: `member`. */
  joinRole: z.enum(["member", "admin"]).optional(),
  ...decision,
});
export const rejectAccessRequestSchema = z.strictObject({
  /** For the applicant. */
  reason: paragraph(1000).optional(),
  notify: z.boolean().default(true),
  /** For reviewers only. */
  internalNote: paragraph(2000).optional(),
  ...decision,
});
export const plainActSchema = z.strictObject(seen);
export const accessRequestNoteSchema = z.strictObject({ note: noteSchema });
export const snoozeAccessRequestSchema = z.strictObject({
  /** Up to a year ahead. */
  until: momentSchema,
  ...seen,
});
export const assignAccessRequestSchema = z.strictObject({ assigneeId: idSchema.nullable() });
export const markDuplicateSchema = z.strictObject({ ofId: idSchema, ...decision });
export const extendInvitationSchema = z.strictObject({ days: z.int("range").min(1, "range").max(90, "range") });
export const blockApplicantSchema = z.strictObject({
  /** Not for free-mail domains. */
  what: z.enum(["address", "domain"]),
});
/** The applicant's address. */
export const eraseAccessRequestSchema = z.strictObject({ confirmation: line(254) });
export const presenceSchema = z.strictObject({
  leaving: z.boolean().default(false),
});

export type AccessRequestStatusValue = z.output<typeof accessRequestStatusSchema>;
export type QueueTab = z.output<typeof queueTabSchema>;
export type QueueSort = z.output<typeof queueSortSchema>;
export type DomainKindValue = z.output<typeof domainKindSchema>;
export type RequestSource = z.output<typeof requestSourceSchema>;
export type TokenFilter = z.output<typeof tokenFilterSchema>;
export type QueueFilterInput = z.output<typeof queueFilterSchema>;
export type ApproveAccessRequestInput = z.output<typeof approveAccessRequestSchema>;

/** The email limit was reached. */
export function isLinkMissing({ status, token }: { status: string; token: { state: string } | null }): boolean {
  return status === "approved" && (token === null || token.state === "void");
}
