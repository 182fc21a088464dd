import { z } from "@hono/zod-openapi";
import { secondFactorCodeSchema, totpCodeSchema } from "@/lib/values/codes";
import { emailSchema } from "@/lib/values/email";
import { organizationSchema, personNameSchema, phoneSchema } from "@/lib/values/forms";
import { newPasswordSchema, typedPasswordSchema } from "@/lib/values/password";
import { createProjectSchema, updateProjectSchema } from "@/lib/values/projects";
import { tokenSchema } from "@/lib/values/tokens";

/** Moments have no milliseconds. */
const moment = z.iso.datetime({ precision: 0 });

export const nothing = z.strictObject({});

export const loginBody = z.strictObject({
  email: emailSchema,
  password: typedPasswordSchema,
  totp_code: secondFactorCodeSchema.optional(),
});
export const registerBody = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  full_name: personNameSchema,
  company_name: organizationSchema,
});
export const totpBody = z.strictObject({ code: totpCodeSchema });
export const totpOrBackupBody = z.strictObject({ code: secondFactorCodeSchema });
export const resetRequestBody = z.strictObject({ email: emailSchema });
export const resetConfirmBody = z.strictObject({ token: tokenSchema, new_password: newPasswordSchema });
export const updateMeBody = z.strictObject({ full_name: personNameSchema, phone: phoneSchema.nullable() }).partial();

export const userSchema = z
  .strictObject({
    id: z.uuid(),
    email: z.string(),
    full_name: z.string(),
    company_name: z.string(),
    phone: z.string().nullable(),
    is_active: z.boolean(),
    totp_enabled: z.boolean(),
    created_at: moment,
  })
  .openapi("User");

export const loggedInSchema = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    user: userSchema.pick({ id: true, email: true, full_name: true, is_active: true, totp_enabled: true }),
  })
  .openapi("LoggedIn");

export const registeredSchema = userSchema
  .pick({ id: true, email: true, full_name: true, is_active: true, created_at: true })
  .openapi("Registered");

export const messageSchema = z.strictObject({ message: z.string() }).openapi("Message");

export const totpProvisionSchema = z
  .strictObject({ secret: z.string(), uri: z.string(), qr_code: z.string() })
  .openapi("TotpProvision");
export const totpVerifiedSchema = z
  .strictObject({ message: z.string(), backup_codes: z.array(z.string()).length(5) })
  .openapi("TotpVerified");

export const listProjectsQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(50),
});
export const createProjectBody = createProjectSchema;
export const updateProjectBody = updateProjectSchema.extend({ is_archived: z.boolean().optional() });
export const projectSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    is_archived: z.boolean(),
    created_at: moment,
    updated_at: moment,
  })
  .openapi("Project");
export const projectPageSchema = z
  .strictObject({ items: z.array(projectSchema), total: z.int(), page: z.int(), per_page: z.int() })
  .openapi("ProjectPage");
export type ProjectBody = z.output<typeof projectSchema>;

export const errorSchema = z.strictObject({ detail: z.string(), code: z.string() }).openapi("Error");

export type User = z.output<typeof userSchema>;
export type LoggedIn = z.output<typeof loggedInSchema>;
export type Registered = z.output<typeof registeredSchema>;
