import { z } from "zod";

const emailBytesMax = 254;
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A canonical address: what is stored, compared and mailed to. */
export type Email = string & z.$brand<"Email">;

/**
 * Canonical form of a typed address, or null when it is not one address in plain form.
 * Only ASCII is accepted, before and after NFKC: look-alikes (`＠`, `ı`) never fold into somebody else's address.
 * International domains are accepted in their `xn--` form.
 */
export function canonicalEmail(typed: string): Email | null {
  const plain = typed.trim();
  // Before it is folded: the Kelvin sign, for one, becomes an ASCII k in lower case.
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

/** Parses any accepted spelling into the canonical address. */
export const emailSchema = z.string().transform((typed, context): Email => {
  const email = canonicalEmail(typed);
  if (email) return email;
  context.addIssue({ code: "custom", message: "email" });
  return z.NEVER;
});
