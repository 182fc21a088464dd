import { z } from "zod";
import { line } from "./text";
import { idSchema, tokenSchema } from "./tokens";

/** WebAuthn Level 3 section 5.1. Drops unknown members. */
const base64url = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax, "too_long")
    .regex(/^[A-Za-z0-9_-]+$/, "invalid");

/** 1023 bytes (section 4). */
const credentialIdSchema = base64url(1364);
/** Exceeds what authenticators send. */
const binarySchema = base64url(20_000);

const credential = { id: credentialIdSchema, rawId: credentialIdSchema, type: z.literal("public-key") };

const attestationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: binarySchema,
    attestationObject: binarySchema,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,32}$/, "invalid"))
      .max(10, "too_long")
      .default([]),
  }),
});

const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: binarySchema,
    authenticatorData: binarySchema,
    signature: binarySchema,
    userHandle: base64url(128).nullable().default(null),
  }),
});

export const passkeyNameSchema = line(60);
export const addPasskeySchema = z.strictObject({ name: passkeyNameSchema, response: attestationSchema });
export const namePasskeySchema = z.strictObject({ name: passkeyNameSchema });
export const renamePasskeySchema = namePasskeySchema.extend({ id: idSchema });
export const passkeyAnswerSchema = z.strictObject({ response: assertionSchema });
export const mfaTicketOnlySchema = z.strictObject({ mfaTicket: tokenSchema });
export const secondFactorPasskeySchema = z.strictObject({ mfaTicket: tokenSchema, response: assertionSchema });

export type AddPasskeyInput = z.output<typeof addPasskeySchema>;
export type Attestation = AddPasskeyInput["response"];
export type PasskeyAnswer = z.output<typeof passkeyAnswerSchema>;
export type AssertionAnswer = PasskeyAnswer["response"];
export type SecondFactorPasskeyInput = z.output<typeof secondFactorPasskeySchema>;
