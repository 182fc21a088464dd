import { z } from "@hono/zod-openapi";
import { planSchema } from "@/lib/values/plans";
import { accessRequestStatusSchema } from "@/lib/values/queue";
import { sessionsSchema } from "./schemas";

/** Wire shapes of the admin surface: users and tenants. */
const moment = z.iso.datetime();
const count = z.int().min(0);
const tenantRole = z.enum(["owner", "admin", "member"]);

const userFields = {
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
  isReviewer: z.boolean(),
  createdAt: moment,
};

export const userPageSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ...userFields,
        tenant: z.string(),
        plan: planSchema,
        emailVerified: z.boolean(),
        mfaEnabled: z.boolean(),
        deactivated: z.boolean(),
        deletionPending: z.boolean(),
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
    deactivation: z.strictObject({ reason: z.string(), by: z.string() }).nullable(),
    deletionDueAt: moment.nullable(),
    tenant: z.strictObject({ id: z.uuid(), name: z.string(), plan: planSchema, role: tenantRole }),
    hasPassword: z.boolean(),
    passwordChangedAt: moment,
    mfa: z.strictObject({ enabledAt: moment.nullable(), recoveryCodesLeft: count }),
    passkeys: count,
    identities: z.array(z.string()),
    sessions: count,
    lastSeenAt: moment.nullable(),
    mfaReset: z
      .strictObject({ requestedBy: z.string(), reason: z.string(), createdAt: moment, dueAt: moment })
      .nullable(),
    accessRequest: z
      .strictObject({
        id: z.uuid(),
        status: accessRequestStatusSchema,
        submittedAt: moment,
        decidedBy: z.string().nullable(),
      })
      .nullable(),
  })
  .openapi("UserDetail");
export const dueSchema = z.strictObject({ dueAt: moment });
export const userSessionsSchema = sessionsSchema.openapi("UserSessions");

export const userActivitySchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        at: moment,
        action: z.string(),
        actor: z.string(),
        ip: z.string(),
        userAgent: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("UserActivityPage");
