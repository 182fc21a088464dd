import { z } from "zod";

/** An opaque token as mailed or handed out: 256 random bits, base64url. Anything else cannot be one of ours. */
export const opaqueTokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Accepts any short string: a malformed token is answered like an unknown one, not as a malformed request. */
export const tokenSchema = z.string().min(1, "required").max(512, "too_long");

export const idSchema = z.uuid("id");

/** True for something that can be a row's id; anything else must be answered like an unknown one. */
export function isId(candidate: string): boolean {
  return idSchema.safeParse(candidate).success;
}
