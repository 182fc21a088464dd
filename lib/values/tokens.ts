import { z } from "zod";

/** 256 random bits, base64url. */
export const opaqueTokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Malformed tokens are answered like unknown ones. */
export const tokenSchema = z.string().min(1, "required").max(512, "too_long");

export const idSchema = z.uuid("id");

export function isId(candidate: string): boolean {
  return idSchema.safeParse(candidate).success;
}
