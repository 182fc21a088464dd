import { z } from "@hono/zod-openapi";

/** WebAuthn Level 3 section 5.1. */
const wish = z.enum(["required", "preferred", "discouraged"]);
const descriptor = z.strictObject({
  id: z.string(),
  type: z.literal("public-key"),
  transports: z.array(z.string()).optional(),
});

export const creationOptionsSchema = z.strictObject({
  options: z
    .strictObject({
      rp: z.strictObject({ id: z.string(), name: z.string() }),
      user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
      challenge: z.string(),
      pubKeyCredParams: z.array(z.strictObject({ type: z.literal("public-key"), alg: z.int() })),
      timeout: z.int().optional(),
      excludeCredentials: z.array(descriptor),
      authenticatorSelection: z.strictObject({ residentKey: wish.optional(), userVerification: wish.optional() }),
      attestation: z.string().optional(),
    })
    .openapi("PasskeyCreationOptions"),
});

export const requestOptionsSchema = z.strictObject({
  options: z
    .strictObject({
      challenge: z.string(),
      timeout: z.int().optional(),
      rpId: z.string().optional(),
      allowCredentials: z.array(descriptor),
      userVerification: wish.optional(),
    })
    .openapi("PasskeyRequestOptions"),
});
