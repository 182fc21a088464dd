import { z } from "zod";
import { asciiDigits } from "./digits";

function plainCode(typed: string): string {
  return asciiDigits(typed).replace(/[\s\u200b\u2060-]/g, "");
}

/** RFC 6238. Accepts any grouping and script. */
export const totpCodeSchema = z
  .string()
  .max(64, "totp_code")
  .transform(plainCode)
  .pipe(z.string().regex(/^[0-9]{6}$/, "totp_code"));

const recoveryCodePattern = /^(?:[A-Z2-7]{10}|[A-Z2-7]{13}|[A-Z2-7]{24})$/;

/** Ignores case and grouping. Null when invalid. */
export function canonicalRecoveryCode(typed: string): string | null {
  const code = plainCode(typed).toUpperCase();
  return recoveryCodePattern.test(code) ? code : null;
}

export function formatRecoveryCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join("-");
}

export const secondFactorCodeSchema = z
  .string()
  .max(64, "second_factor_code")
  .transform((typed) => (/^[0-9]{6}$/.test(plainCode(typed)) ? plainCode(typed) : typed))
  .refine((code) => /^[0-9]{6}$/.test(code) || canonicalRecoveryCode(code) !== null, "second_factor_code");
