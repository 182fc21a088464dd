import { z } from "@hono/zod-openapi";
import { profile } from "@/lib/core/users/profile";
import { newPasswordSchema } from "@/lib/values/password";
import { tokenSchema } from "@/lib/values/tokens";

/** Incoming shapes are in lib/values/forms. */
const moment = z.iso.datetime();

export const nothing = z.strictObject({});
export const emptyData = z.null();

export const userDataSchema = z.strictObject({ user: profile });

export const registrationSchema = z
  .strictObject({
    user: z.strictObject({ id: z.uuid(), email: z.string(), name: z.string(), emailVerified: z.literal(false) }),
    tenant: z.strictObject({ id: z.uuid(), name: z.string() }),
  })
  .openapi("Registration");

export const signedInSchema = z.strictObject({ user: profile, expiresAt: moment }).openapi("SignedIn");
export const mfaRequiredSchema = z
  .strictObject({ requiresMfa: z.literal(true), mfaTicket: z.string() })
  .openapi("MfaRequired");
export const logInDataSchema = z.union([signedInSchema, mfaRequiredSchema]);
export const expirySchema = z.strictObject({ expiresAt: moment });
export const emailDataSchema = z.strictObject({ email: z.string() });
export const setupStatusSchema = z.strictObject({ setup: z.boolean() });
export const proofSchema = z.strictObject({ provenUntil: moment });

export const mfaSetupSchema = z
  .strictObject({
    secret: z.string(),
    otpauthUrl: z.string(),
    qrCode: z.string(),
    recoveryCodes: z.array(z.string()).length(10),
  })
  .openapi("MfaSetup");
export const revokedSchema = z.strictObject({ revoked: z.int().min(0) });
export const loggedOutSchema = z.strictObject({ loggedOut: z.boolean() });

export const activityPageSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        at: moment,
        action: z.string(),
        by: z.enum(["you", "admin", "member", "system", "unknown"]),
        ip: z.string(),
        userAgent: z.string(),
        member: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("ActivityPage");
/** Exports may grow. */
export const exportSchema = z
  .looseObject({
    exportedAt: moment,
    account: z.looseObject({ id: z.uuid(), email: z.string() }),
    sessions: z.array(z.looseObject({ id: z.uuid() })),
    activity: z.array(z.looseObject({ id: z.string(), action: z.string() })),
    mails: z.array(z.looseObject({ id: z.uuid(), template: z.string() })),
  })
  .openapi("Export");
export const deletionSchema = z.strictObject({ deletionDueAt: moment });
export const resetTokenSchema = z.strictObject({ resetToken: z.string() });

/** Exactly one of the two. */
export const resetPasswordBody = z
  .strictObject({
    token: tokenSchema,
    password: newPasswordSchema.optional(),
    newPassword: newPasswordSchema.optional(),
  })
  .transform(({ token, password, newPassword }, context) => {
    const chosen = password ?? newPassword;
    if (chosen !== undefined && (password === undefined || newPassword === undefined)) {
      return { token, password: chosen };
    }
    context.addIssue({
      code: "custom",
      path: ["password"],
      message: chosen === undefined ? "required" : "one_password",
    });
    return z.NEVER;
  });

export const refusalSchema = z
  .strictObject({
    success: z.literal(false),
    error: z.strictObject({
      code: z.string(),
      message: z.string(),
      fieldErrors: z.record(z.string(), z.array(z.string())).optional(),
      decided: z
        .strictObject({ status: z.string(), by: z.string().nullable(), at: moment.nullable() })
        .optional()
        .describe("With REQUEST_ALREADY_DECIDED: the decision, who made it and when."),
      changed: z
        .strictObject({ kind: z.string(), by: z.string(), at: moment })
        .optional()
        .describe("With REQUEST_CHANGED: the last change, who made it (empty for the applicant) and when."),
      requestId: z.string(),
    }),
  })
  .openapi("Refusal");

export function successSchema(data: z.ZodType) {
  return z.strictObject({ success: z.literal(true), data, message: z.string() });
}
