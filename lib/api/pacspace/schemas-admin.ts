import { z } from "@hono/zod-openapi";
import { accessRequestStatusSchema } from "@/lib/values/forms";

/** Wire shapes of the admin surface. */
const moment = z.iso.datetime();

const userFields = {
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
  createdAt: moment,
};
export const userPageSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ...userFields,
        tenant: z.string(),
        emailVerified: z.boolean(),
        mfaEnabled: z.boolean(),
        deactivated: z.boolean(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("UserPage");
export const userDetailSchema = z
  .strictObject({
    ...userFields,
    phone: z.string().nullable(),
    emailVerifiedAt: moment.nullable(),
    deactivatedAt: moment.nullable(),
    deletionDueAt: moment.nullable(),
    tenant: z.strictObject({ id: z.uuid(), name: z.string(), role: z.enum(["owner", "admin", "member"]) }),
    hasPassword: z.boolean(),
    passwordChangedAt: moment,
    mfa: z.strictObject({ enabledAt: moment.nullable(), recoveryCodesLeft: z.int().min(0) }),
    passkeys: z.int().min(0),
    identities: z.array(z.string()),
    sessions: z.int().min(0),
    lastSeenAt: moment.nullable(),
    mfaReset: z
      .strictObject({ requestedBy: z.string(), reason: z.string(), createdAt: moment, dueAt: moment })
      .nullable(),
  })
  .openapi("UserDetail");
export const dueSchema = z.strictObject({ dueAt: moment });

const requestFields = {
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  organization: z.string(),
  buyerMode: z.string(),
  useCase: z.string(),
  status: accessRequestStatusSchema,
  version: z.int().min(0),
  createdAt: moment,
  submittedAt: moment,
  decidedAt: moment.nullable(),
  decidedBy: z.strictObject({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
  rejectionReason: z.string().nullable(),
  approvalNote: z.string().nullable(),
  token: z
    .strictObject({ state: z.enum(["open", "used", "expired", "void"]), expiresAt: moment, sentAt: moment })
    .nullable(),
};
export const accessRequestSchema = z.strictObject(requestFields).openapi("AccessRequest");

const count = z.int().min(0);
const counts = z.strictObject({
  pending: count,
  needs_info: count,
  snoozed: count,
  approved: count,
  rejected: count,
  registered: count,
  expired: count,
  all: count,
});
export const accessRequestPageSchema = z
  .strictObject({ items: z.array(accessRequestSchema), nextCursor: z.string().nullable(), counts })
  .openapi("AccessRequestPage");

export const accessRequestDetailSchema = z
  .strictObject({
    ...requestFields,
    ip: z.string(),
    userAgent: z.string(),
    events: z.array(z.strictObject({ at: moment, kind: z.string(), actorLabel: z.string(), text: z.string() })),
    related: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        status: accessRequestStatusSchema,
        submittedAt: moment,
        why: z.enum(["domain", "organization"]),
      }),
    ),
    existingTenant: z.strictObject({ id: z.uuid(), name: z.string(), members: z.int().min(0) }).nullable(),
  })
  .openapi("AccessRequestDetail");
