import { z } from "zod";

/** RFC 6238 code as Foyer uses it: six ASCII digits. */
export const totpCodeSchema = z.string().regex(/^[0-9]{6}$/, "totp_code");

/** Base32 of the lengths that the APIs hand out: ten, thirteen and twenty-four characters. */
const recoveryCodePattern = /^(?:[A-Z2-7]{10}|[A-Z2-7]{13}|[A-Z2-7]{24})$/;

/** Canonical recovery code, from any grouping and case a person may type. */
export function canonicalRecoveryCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  return recoveryCodePattern.test(code) ? code : null;
}

/** Recovery code as it is shown: groups of four. */
export function formatRecoveryCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join("-");
}

/** What the second step of a sign-in takes: a TOTP code or a recovery code. */
export const secondFactorCodeSchema = z
  .string()
  .max(64, "second_factor_code")
  .refine((typed) => /^[0-9]{6}$/.test(typed) || canonicalRecoveryCode(typed) !== null, "second_factor_code");
