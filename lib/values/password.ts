import { z } from "zod";

/** NIST SP 800-63B-4 section 3.1.1.2. In code points. */
export const passwordLengthMin = 8;
export const passwordLengthMax = 128;
const passwordBytesMax = 1024;

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Applies NFC only. */
export const newPasswordSchema = z
  .string()
  .max(passwordBytesMax, "password_too_long")
  .refine((typed) => typed.isWellFormed(), "plain_text")
  .transform((typed) => typed.normalize("NFC"))
  .superRefine((password, context) => {
    const length = codePoints(password);
    if (length < passwordLengthMin) context.addIssue({ code: "custom", message: "password_too_short" });
    if (length > passwordLengthMax) context.addIssue({ code: "custom", message: "password_too_long" });
  });

/** Rejects only what can't match. */
export const typedPasswordSchema = z
  .string()
  .min(1, "required")
  .max(passwordBytesMax, "password_too_long")
  .refine((typed) => typed.isWellFormed() && codePoints(typed) <= passwordLengthMax, "password_too_long")
  .transform((typed) => typed.normalize("NFC"));
