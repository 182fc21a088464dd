import { z } from "zod";
import { buyerModeSchema } from "./buyer-mode";
import { secondFactorCodeSchema, totpCodeSchema } from "./codes";
import { emailSchema } from "./email";
import { keyExpiries } from "./key-expiries";
import { momentSchema } from "./moments";
import { newPasswordSchema, typedPasswordSchema } from "./password";
import { line, paragraph } from "./text";
import { idSchema, tokenSchema } from "./tokens";

/** Rejects unknown fields (`role`, `tenantId`). */
export const personNameSchema = line(100);
export const organizationSchema = line(120);
export const useCaseSchema = paragraph(2000).pipe(z.string().min(1, "required"));
export const phoneSchema = z
  .string()
  .max(64, "phone")
  .transform((typed) => typed.trim())
  .pipe(z.string().regex(/^(?:\+?[0-9(][0-9 ()./-]{3,30}[0-9])?$/, "phone"));

export const requestAccessSchema = z.strictObject({
  name: personNameSchema,
  email: emailSchema,
  organization: organizationSchema,
  buyerMode: buyerModeSchema,
  useCase: useCaseSchema,
});

export const registerSchema = z.strictObject({
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  /** Required without an approval token. */
  organization: organizationSchema.optional(),
  buyerMode: z.string().trim().toUpperCase().pipe(buyerModeSchema).optional(),
  // Empty counts as missing.
  approvalToken: z.string().max(512, "too_long").optional(),
});

export const setupSchema = z.strictObject({
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  organization: organizationSchema.optional(),
  setupToken: tokenSchema.optional(),
});

export const logInSchema = z.strictObject({
  email: emailSchema,
  password: typedPasswordSchema,
  code: secondFactorCodeSchema.optional(),
});

export const verifyLoginMfaSchema = z.strictObject({ mfaTicket: tokenSchema, code: secondFactorCodeSchema });
export const emailOnlySchema = z.strictObject({ email: emailSchema });
export const tokenOnlySchema = z.strictObject({ token: tokenSchema });
/** Required in another browser. */
export const confirmRegistrationSchema = z.strictObject({
  token: tokenSchema,
  password: typedPasswordSchema.optional(),
});
export const resetPasswordSchema = z.strictObject({ token: tokenSchema, password: newPasswordSchema });

export const changePasswordSchema = z.strictObject({
  currentPassword: typedPasswordSchema,
  newPassword: newPasswordSchema,
});

export const changeEmailSchema = z.strictObject({
  newEmail: emailSchema,
  currentPassword: typedPasswordSchema,
  code: secondFactorCodeSchema.optional(),
});

export const enableMfaSchema = z.strictObject({ code: totpCodeSchema });
export const disableMfaSchema = z.strictObject({ currentPassword: typedPasswordSchema, code: secondFactorCodeSchema });

export const stepUpSchema = z.union([
  z.strictObject({ password: typedPasswordSchema }),
  z.strictObject({ code: secondFactorCodeSchema }),
]);

export const deleteAccountSchema = z.strictObject({
  confirmation: z.literal("delete", "confirmation"),
  /** Required if the account has a password. */
  currentPassword: typedPasswordSchema.optional(),
});

export const preferredEnvironmentSchema = z.enum(["sandbox", "production"]);
export const updateProfileSchema = z.strictObject({ name: personNameSchema, phone: phoneSchema.nullable() }).partial();
export const updatePreferencesSchema = z.strictObject({ preferredEnvironment: preferredEnvironmentSchema });

const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) };
export const listActivitySchema = z.strictObject({
  kind: z.enum(["sign_in", "security", "account", "team"]).optional(),
  ...page,
});
export const resetMfaSchema = z.strictObject({ reason: paragraph(500).pipe(z.string().min(1, "required")) });
const apiKeyName = line(100);
export const createApiKeySchema = z.strictObject({
  name: apiKeyName,
  projectIds: z.array(z.string().max(64, "id")).min(1, "project_required").max(100, "too_long"),
  /** Default: no expiry. */
  expiresAt: momentSchema.optional(),
});
export const newApiKeyFormSchema = z.strictObject({
  name: apiKeyName,
  projectIds: z.array(idSchema).min(1, "project_required").max(100, "too_long"),
  expiry: z.enum(keyExpiries),
});
export const rotateApiKeySchema = z.strictObject({
  /** Hours in which both keys work. */
  overlapHours: z.int("overlap").min(0, "overlap").max(168, "overlap").default(24),
});
export const listProjectsSchema = z.strictObject({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  perPage: z.coerce.number().int().min(1).max(100).default(50),
});
export const idOnlySchema = z.strictObject({ id: idSchema });

export type RequestAccessInput = z.output<typeof requestAccessSchema>;
export type RegisterInput = z.output<typeof registerSchema>;
export type SetupInput = z.output<typeof setupSchema>;
export type LogInInput = z.output<typeof logInSchema>;
export type VerifyLoginMfaInput = z.output<typeof verifyLoginMfaSchema>;
export type ConfirmRegistrationInput = z.output<typeof confirmRegistrationSchema>;
export type ResetPasswordInput = z.output<typeof resetPasswordSchema>;
export type ChangePasswordInput = z.output<typeof changePasswordSchema>;
export type ChangeEmailInput = z.output<typeof changeEmailSchema>;
export type StepUpInput = z.output<typeof stepUpSchema>;
export type CreateApiKeyInput = z.output<typeof createApiKeySchema>;
export type DeleteAccountInput = z.output<typeof deleteAccountSchema>;
export type ListActivityInput = z.output<typeof listActivitySchema>;
export type UpdateProfileInput = z.output<typeof updateProfileSchema>;
export type UpdatePreferencesInput = z.output<typeof updatePreferencesSchema>;
