import { z } from "zod";

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for.
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/;
const lineBreaks = /[\r\n\t]/;

/** True for text that PostgreSQL, email and logs can store: well-formed UTF-16 without control characters. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !controlCharacters.test(text);
}

/** Trimmed, 1 to `charactersMax` characters. */
export function line(charactersMax: number) {
  return z
    .string()
    .max(charactersMax * 2)
    .refine((text) => isPlainText(text) && !lineBreaks.test(text), "plain_text")
    .transform((text) => text.trim().normalize("NFC"))
    .pipe(z.string().min(1, "required").max(charactersMax, "too_long"));
}

/** Trimmed, up to `charactersMax` characters; may be empty. */
export function paragraph(charactersMax: number) {
  return z
    .string()
    .max(charactersMax * 2, "too_long")
    .refine(isPlainText, "plain_text")
    .transform((text) => text.trim().replaceAll("\r\n", "\n").normalize("NFC"))
    .pipe(z.string().max(charactersMax, "too_long"));
}
