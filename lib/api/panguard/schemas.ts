import { z } from "@hono/zod-openapi";
import { canonicalRecoveryCode, totpCodeSchema } from "@/lib/values/codes";
import { emailSchema } from "@/lib/values/email";
import { personNameSchema } from "@/lib/values/forms";
import { newPasswordSchema, typedPasswordSchema } from "@/lib/values/password";
import { tokenSchema } from "@/lib/values/tokens";

const backupCodeSchema = z
  .string()
  .max(64, "backup_code")
  .refine((typed) => canonicalRecoveryCode(typed) !== null, "backup_code");

export const registerBody = z.strictObject({ email: emailSchema, name: personNameSchema, password: newPasswordSchema });
export const loginBody = z
  .strictObject({
    email: emailSchema,
    password: typedPasswordSchema,
    totpCode: totpCodeSchema.optional(),
    backupCode: backupCodeSchema.optional(),
  })
  .refine(({ totpCode, backupCode }) => totpCode === undefined || backupCode === undefined, {
    message: "one_code",
    path: ["backupCode"],
  });
export const resetPasswordBody = z.strictObject({ token: tokenSchema, newPassword: newPasswordSchema });
export const totpCodeBody = z.strictObject({ totpCode: totpCodeSchema });
export const passwordBody = z.strictObject({ password: typedPasswordSchema });
export const nothing = z.strictObject({});

const moment = z.iso.datetime({ precision: 3 });

function success<Data extends z.ZodType>(data: Data) {
  return z.strictObject({ ok: z.literal(true), data });
}

const userSchema = z
  .strictObject({
    id: z.string().regex(/^usr_[0-9a-f]{32}$/),
    email: z.string(),
    name: z.string(),
    tier: z.enum(["free", "pro", "team"]),
    totpEnabled: z.boolean(),
    machineLimit: z.int().min(1),
    trialEndsAt: moment.nullable(),
    createdAt: moment,
    updatedAt: moment,
  })
  .openapi("User");

export const messageSchema = success(z.strictObject({ message: z.string() })).openapi("Message");
export const meSchema = success(userSchema);
export const loggedInSchema = success(
  z.union([
    z.strictObject({ user: userSchema, token: z.string(), expiresAt: moment }),
    z.strictObject({ requiresTwoFactor: z.literal(true) }),
  ]),
);
/** Has no token before verification. A known address gets only a message. */
export const registeredSchema = success(z.strictObject({ user: userSchema, token: z.null(), expiresAt: z.null() }));
export const totpSetupSchema = success(
  z.strictObject({
    secret: z.string(),
    otpauthUrl: z.string(),
    backupCodes: z.array(z.string().regex(/^[a-z2-7]{10}$/)).length(5),
  }),
);
export const totpStatusSchema = success(
  z.strictObject({ totpEnabled: z.boolean(), enabledAt: moment.nullable(), backupCodesRemaining: z.int().min(0) }),
);

export const errorSchema = z.strictObject({ ok: z.literal(false), error: z.string().min(1) }).openapi("Error");
