import { z } from "@hono/zod-openapi";
import { accessRequestStatusSchema } from "@/lib/values/forms";

/** Wire shapes of the admin surface. */
const moment = z.iso.datetime();

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
