import { canonicalEmail } from "./email";

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

/** Lower-case ASCII (`xn--`). Null when invalid, also for IP addresses (RFC 3696 section 2: no numeric TLD). */
export function canonicalDomain(typed: string): string | null {
  const email = canonicalEmail(`a@${typed.trim()}`);
  if (email === null) return null;
  const domain = domainOf(email);
  return /\.(?:\d+|0x[0-9a-f]*)$/.test(domain) ? null : domain;
}
