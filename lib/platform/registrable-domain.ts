import { getDomain } from "tldts";

/** `acme.co.uk` for `mail.acme.co.uk` (Public Suffix List). Null for public suffixes and IP addresses. */
export function registrableDomain(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true });
}
