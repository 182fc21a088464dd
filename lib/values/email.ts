import { z } from "zod";
import { withoutInvisibleMarks } from "./text";

const emailBytesMax = 254;
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Canonical. */
export type Email = string & z.$brand<"Email">;

/** Null when invalid. Only domains may be non-ASCII, so look-alikes (`＠`, `ı`, `ｅ`) are invalid. */
export function canonicalEmail(typed: string): Email | null {
  const plain = withAsciiDomain(withoutInvisibleMarks(typed).trim());
  // Lower-casing turns the Kelvin sign into k.
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

/** Uses UTS 46. */
function withAsciiDomain(address: string): string {
  const [local = "", domain, ...more] = address.split("@");
  if (domain === undefined || more.length > 0 || /^[\x21-\x7e]*$/.test(domain)) return address;
  const labels = domain.split(".").map((label) => {
    if (/^[\x21-\x7e]*$/.test(label) || !/^[\p{L}\p{N}\p{M}-]+$/u.test(label)) return label;
    const url = `http://${label}.example`;
    const ascii = URL.canParse(url) ? (new URL(url).hostname.split(".example")[0] ?? "") : "";
    // Look-alike of an ASCII label.
    return ascii.startsWith("xn--") ? ascii : label;
  });
  return `${local}@${labels.join(".")}`;
}

export const emailSchema = z.string().transform((typed, context): Email => {
  const email = canonicalEmail(typed);
  if (email) return email;
  context.addIssue({ code: "custom", message: "email" });
  return z.NEVER;
});
