import { z } from "zod";

/** RFC 6238, six digits. */
export const totpCodeSchema = z.string().regex(/^[0-9]{6}$/, "totp_code");

/** Base32, in the lengths that the APIs document: ten, thirteen and twenty-four characters. */
const recoveryCodePattern = /^(?:[A-Z2-7]{10}|[A-Z2-7]{13}|[A-Z2-7]{24})$/;

/** Null when invalid. Ignores case and grouping. */
export function canonicalRecoveryCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  return recoveryCodePattern.test(code) ? code : null;
}

/** In groups of four. */
export function formatRecoveryCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join("-");
}

export const secondFactorCodeSchema = z
  .string()
  .max(64, "second_factor_code")
  .refine((typed) => /^[0-9]{6}$/.test(typed) || canonicalRecoveryCode(typed) !== null, "second_factor_code");
