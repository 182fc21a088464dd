import { z } from "zod";

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for.
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/;
const lineBreaks = /[\r\n\t]/;

/** True for text that PostgreSQL, email and logs can store. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !controlCharacters.test(text);
}

/** Bidirectional marks (CVE-2021-42574) and zero-width breaks. */
const invisibleMarks = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const invisible = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}\u2800]/gu;

/** Keeps joiners, which Persian and emoji need. */
export function withoutInvisibleMarks(text: string): string {
  return text.replace(invisibleMarks, "");
}

/** Requires a visible character. */
export function line(charactersMax: number) {
  return z
    .string()
    .max(charactersMax * 2)
    .refine((text) => isPlainText(text) && !lineBreaks.test(text), "plain_text")
    .transform((text) => withoutInvisibleMarks(text).trim().normalize("NFC"))
    .refine((text) => text.replace(invisible, "") !== "", "required")
    .pipe(z.string().min(1, "required").max(charactersMax, "too_long"));
}

/** May be empty. */
export function paragraph(charactersMax: number) {
  return z
    .string()
    .max(charactersMax * 2, "too_long")
    .refine(isPlainText, "plain_text")
    .transform((text) => text.trim().replaceAll("\r\n", "\n").normalize("NFC"))
    .pipe(z.string().max(charactersMax, "too_long"));
}
