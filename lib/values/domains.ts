import { canonicalEmail } from "./email";

/** What follows the @ of a canonical address. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

/**
 * A domain name in its one spelling: at least two labels, lower case, ASCII (`xn--` for others). Null for anything else,
 * also for IP addresses: no top-level domain is a number (RFC 3696, section 2; the URL standard reads `0x` as one).
 */
export function canonicalDomain(typed: string): string | null {
  const email = canonicalEmail(`a@${typed.trim()}`);
  if (email === null) return null;
  const domain = domainOf(email);
  return /\.(?:\d+|0x[0-9a-f]*)$/.test(domain) ? null : domain;
}
