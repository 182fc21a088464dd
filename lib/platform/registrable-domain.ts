import { getDomain } from "tldts";

/** `acme.co.uk` for `mail.acme.co.uk` (Public Suffix List). */
export function registrableDomain(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true });
}
