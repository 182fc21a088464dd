import { canonicalEmail } from "./email";

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

/**
 * Lower case, ASCII (`xn--`), at least two labels. Null when invalid, also for IP addresses: no top-level domain is
 * numeric (RFC 3696 section 2; the URL standard accepts `0x`).
 */
export function canonicalDomain(typed: string): string | null {
  const email = canonicalEmail(`a@${typed.trim()}`);
  if (email === null) return null;
  const domain = domainOf(email);
  return /\.(?:\d+|0x[0-9a-f]*)$/.test(domain) ? null : domain;
}
