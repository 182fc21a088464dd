import { z } from "zod";

/** Accepts digits of any script. */
export function asciiDigits(typed: string): string {
  // Unicode gives each script's digits ten consecutive code points. NFKC maps styled ones, whose rows touch.
  return typed.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let zero = point;
    while (point - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(point - zero);
  });
}

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
