import { z } from "zod";

const emailBytesMax = 254;
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Canonical: stored, compared and mailed to. */
export type Email = string & z.$brand<"Email">;

/**
 * Canonical address, or null when invalid. Only ASCII before and after NFKC, so look-alikes (`＠`, `ı`) never become
 * another address; international domains as `xn--`.
 */
export function canonicalEmail(typed: string): Email | null {
  const plain = typed.trim();
  // Checked before lower-casing, which turns the Kelvin sign into an ASCII k.
  if (plain.length > emailBytesMax || !/^[\x21-\x7e]+$/.test(plain)) return null;
  const address = plain.toLowerCase();
  const at = address.indexOf("@");
  if (at < 1 || at !== address.lastIndexOf("@")) return null;
  const local = address.slice(0, at);
  const labels = address.slice(at + 1).split(".");
  if (local.length > 64 || !localPart.test(local)) return null;
  if (labels.length < 2 || !labels.every((label) => domainLabel.test(label))) return null;
  return address as Email;
}

export const emailSchema = z.string().transform((typed, context): Email => {
  const email = canonicalEmail(typed);
  if (email) return email;
  context.addIssue({ code: "custom", message: "email" });
  return z.NEVER;
});
