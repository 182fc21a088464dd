import { z } from "@hono/zod-openapi";
import { secondFactorCodeSchema } from "@/lib/values/codes";
import { newPasswordSchema, typedPasswordSchema } from "@/lib/values/password";
import { tokenSchema } from "@/lib/values/tokens";

const moment = z.iso.datetime();

export const nothing = z.strictObject({});

export const setupBody = z.strictObject({ password: newPasswordSchema, setupToken: tokenSchema.optional() });
export const loginBody = z.strictObject({ password: typedPasswordSchema, code: secondFactorCodeSchema.optional() });
export const refreshBody = z.strictObject({ refreshToken: tokenSchema });
export const changePasswordBody = z.strictObject({
  currentPassword: typedPasswordSchema,
  newPassword: newPasswordSchema,
});

export const statusSchema = z
  .strictObject({
    name: z.literal("Pandora"),
    version: z.string(),
    runtime: z.literal("node"),
    serverless: z.literal(false),
    auth: z.strictObject({ setup: z.boolean(), authenticated: z.boolean() }),
  })
  .openapi("Status");

export const authTokenPairSchema = z
  .strictObject({ token: z.string(), refreshToken: z.string(), expiresAt: moment, refreshExpiresAt: moment })
  .openapi("AuthTokenPair");

export const sessionSchema = z
  .strictObject({
    id: z.uuid(),
    createdAt: moment,
    expiresAt: moment,
    userAgent: z.string(),
    ip: z.string(),
    current: z.boolean(),
  })
  .openapi("Session");
export const sessionsSchema = z.strictObject({ sessions: z.array(sessionSchema) });

export const successSchema = z.strictObject({ success: z.literal(true) });
export const revokedSchema = z.strictObject({ success: z.literal(true), loggedOut: z.boolean() });

export const errorSchema = z.strictObject({ error: z.string() }).openapi("Error");

export type AuthTokenPair = z.output<typeof authTokenPairSchema>;
export type Session = z.output<typeof sessionSchema>;
