import { z } from "@hono/zod-openapi";
import { emailSchema } from "@/lib/values/email";
import { organizationSchema } from "@/lib/values/forms";
import { newPasswordSchema, typedPasswordSchema } from "@/lib/values/password";
import { line } from "@/lib/values/text";
import { tokenSchema } from "@/lib/values/tokens";

const passwordLengthMax = 32;

const chosenPasswordSchema = newPasswordSchema.refine(
  (password) =>
    [...password].length <= passwordLengthMax && [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u].every((some) => some.test(password)),
  "password_rule",
);

/** Limits both names and the space between them to 100 characters. */
export const registerBody = z.strictObject({
  email: emailSchema,
  password: chosenPasswordSchema,
  firstName: line(49),
  lastName: line(50),
  companyName: organizationSchema,
});
export const resetPasswordBody = z.strictObject({ token: tokenSchema, newPassword: chosenPasswordSchema });
export const changePasswordBody = z.strictObject({
  currentPassword: typedPasswordSchema,
  newPassword: chosenPasswordSchema,
});
export const nothing = z.strictObject({});

const userId = z.string().regex(/^usr_[0-9a-f]{32}$/);
const tenantId = z.string().regex(/^tnt_[0-9a-f]{32}$/);

export const doneSchema = z.strictObject({ statusCode: z.literal(200), message: z.string() }).openapi("Done");

export const registeredSchema = z
  .strictObject({
    statusCode: z.literal(201),
    message: z.string(),
    data: z.strictObject({ id: userId, email: z.string(), name: z.string(), isVerified: z.literal(false) }),
  })
  .openapi("Registered");

export const loggedInSchema = z
  .strictObject({
    statusCode: z.literal(200),
    data: z.strictObject({
      id: userId,
      email: z.string(),
      name: z.string(),
      role: z.enum(["owner", "admin", "member"]),
      isVerified: z.boolean(),
      token: z.string(),
    }),
  })
  .openapi("LoggedIn");

export const profileSchema = z
  .strictObject({
    statusCode: z.literal(200),
    data: z.strictObject({
      id: userId,
      email: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      tenantId,
      emailVerified: z.boolean(),
      createdAt: z.iso.datetime({ precision: 3 }),
    }),
  })
  .openapi("Profile");

export const errorSchema = z
  .strictObject({ statusCode: z.int().min(400).max(599), error: z.string(), message: z.string() })
  .openapi("Error");
