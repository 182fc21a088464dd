import { z } from "zod";

/** Digits of any script as ASCII: a keyboard may write Arabic, Persian, Devanagari or full-width ones. */
export function asciiDigits(typed: string): string {
  // Unicode gives the ten digits of a script ten code points in a row. NFKC maps the styled ones, whose rows touch.
  return typed.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let zero = point;
    while (point - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(point - zero);
  });
}

/** A typed code without the blanks and dashes that people group it by, with ASCII digits. */
function plainCode(typed: string): string {
  return asciiDigits(typed).replace(/[\s\u200b\u2060-]/g, "");
}

/** A TOTP code (RFC 6238) of six digits, however it is grouped and in whatever script. */
export const totpCodeSchema = z
  .string()
  .max(64, "totp_code")
  .transform(plainCode)
  .pipe(z.string().regex(/^[0-9]{6}$/, "totp_code"));

/** Base32, in the lengths that the APIs document: ten, thirteen and twenty-four characters. */
const recoveryCodePattern = /^(?:[A-Z2-7]{10}|[A-Z2-7]{13}|[A-Z2-7]{24})$/;

/** Null when invalid. Ignores case and grouping. */
export function canonicalRecoveryCode(typed: string): string | null {
  const code = plainCode(typed).toUpperCase();
  return recoveryCodePattern.test(code) ? code : null;
}

/** In groups of four. */
export function formatRecoveryCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join("-");
}

export const secondFactorCodeSchema = z
  .string()
  .max(64, "second_factor_code")
  .transform((typed) => (/^[0-9]{6}$/.test(plainCode(typed)) ? plainCode(typed) : typed))
  .refine((code) => /^[0-9]{6}$/.test(code) || canonicalRecoveryCode(code) !== null, "second_factor_code");
