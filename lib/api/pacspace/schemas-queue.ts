import { z } from "@hono/zod-openapi";
import { accessRequestStatusSchema, domainKindSchema, queueTabSchema, requestSourceSchema } from "@/lib/values/queue";

/** Wire shapes of the request queue. */
const moment = z.iso.datetime();
const count = z.int().min(0);
const person = z.strictObject({ id: z.uuid(), name: z.string(), email: z.string() });
const tenant = { id: z.uuid(), name: z.string() };

const signals = [
  ...["unconfirmed", "needs_second_approval", "awaits_organization", "disposable", "free_mail", "rejected_before"],
  ...["held_by_rule", "known_tenant", "same_domain", "same_ip", "duplicates", "resubmitted"],
] as const;

const requestFields = {
  id: z.uuid(),
  email: z.string(),
  emailDomain: z.string(),
  domainKind: domainKindSchema,
  name: z.string(),
  organization: z.string(),
  buyerMode: z.string(),
  useCase: z.string(),
  source: requestSourceSchema,
  status: accessRequestStatusSchema,
  confirmed: z.boolean(),
  version: count,
  createdAt: moment,
  submittedAt: moment,
  late: z.enum(["amber", "red"]).nullable(),
  snoozedUntil: moment.nullable(),
  assignee: person.nullable(),
  question: z.string().nullable(),
  decidedAt: moment.nullable(),
  decidedBy: person.nullable(),
  decidedByRule: z.strictObject(tenant).nullable(),
  rejectionReason: z.string().nullable(),
  approvalNote: z.string().nullable(),
  firstApprovedBy: person.nullable(),
  duplicateOf: person.nullable(),
  joinTenant: z.strictObject({ ...tenant, role: z.enum(["owner", "admin", "member"]) }).nullable(),
  joinAskedAt: moment.nullable(),
  undoUntil: moment.nullable(),
  tokenState: z.enum(["held", "queued", "sent", "failed", "opened", "used", "expired", "void"]).nullable(),
  token: z
    .strictObject({
      state: z.enum(["open", "used", "expired", "void"]),
      expiresAt: moment,
      sentAt: moment,
      openedAt: moment.nullable(),
    })
    .nullable(),
  mail: z
    .strictObject({
      id: z.uuid(),
      template: z.string(),
      state: z.enum(["held", "queued", "sent", "failed", "cancelled"]),
      attempts: count,
      error: z.string().nullable(),
      createdAt: moment,
      sentAt: moment.nullable(),
    })
    .nullable(),
  signals: z.array(z.strictObject({ kind: z.enum(signals), count })),
};
export const accessRequestSchema = z.strictObject(requestFields).openapi("AccessRequest");

const statuses = accessRequestStatusSchema.options;
export const accessRequestPageSchema = z
  .strictObject({
    items: z.array(accessRequestSchema),
    nextCursor: z.string().nullable(),
    counts: z.record(z.enum([...statuses, "unconfirmed", "all"]), count),
    tabs: z.record(queueTabSchema, count),
    settings: z.strictObject({
      undoSeconds: count,
      amberAfterHours: count,
      redAfterHours: count,
      fourEyesBuyerModes: z.array(z.string()),
    }),
  })
  .openapi("AccessRequestPage");

const presentReviewers = z.array(z.strictObject({ id: z.uuid(), name: z.string(), seenAt: moment }));
const event = { at: moment, kind: z.string(), actorLabel: z.string(), text: z.string() };
const existingTenant = z.strictObject({ ...tenant, members: count });

export const accessRequestDetailSchema = z
  .strictObject({
    ...requestFields,
    ip: z.string(),
    userAgent: z.string(),
    locale: z.string(),
    events: z.array(z.strictObject(event)),
    timeline: z.array(z.strictObject({ id: z.string(), ...event })),
    related: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        organization: z.string(),
        status: accessRequestStatusSchema,
        submittedAt: moment,
        why: z.enum(["domain", "organization", "ip", "duplicate"]),
      }),
    ),
    earlier: z.array(
      z.strictObject({ at: moment, decision: z.enum(["approved", "rejected"]), by: z.string(), text: z.string() }),
    ),
    tenantsOfDomain: z.array(existingTenant),
    existingTenant: existingTenant.nullable(),
    presence: presentReviewers,
  })
  .openapi("AccessRequestDetail");

export const reviewersSchema = z.strictObject({ reviewers: z.array(person) }).openapi("Reviewers");
export const presenceAnswerSchema = z
  .strictObject({ others: presentReviewers, status: accessRequestStatusSchema, version: count })
  .openapi("RequestPresence");
export const copiedLinkSchema = z.strictObject({ url: z.url(), expiresAt: moment }).openapi("CopiedLink");

export const bulkResultSchema = z
  .strictObject({
    items: z.array(
      z.discriminatedUnion("ok", [
        z.strictObject({
          id: z.uuid(),
          ok: z.literal(true),
          status: z.string(),
          version: count,
          undoUntil: moment.nullable(),
        }),
        z.strictObject({
          id: z.uuid(),
          ok: z.literal(false),
          code: z.string(),
          decided: z.strictObject({ status: z.string(), by: z.string().nullable(), at: moment.nullable() }).optional(),
        }),
      ]),
    ),
    done: count,
    refused: count,
  })
  .openapi("BulkResult");
export const bulkPreviewAnswerSchema = z
  .strictObject({
    total: count,
    willChange: count,
    willMail: count,
    alreadyDecided: count,
    unconfirmed: count,
    needSecondApproval: count,
    notByYou: count,
    notFound: count,
    needsProof: z.boolean(),
  })
  .openapi("BulkPreview");
