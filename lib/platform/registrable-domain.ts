import { getDomain } from "tldts";

/**
 * `acme.co.uk` for `mail.acme.co.uk`, by the Public Suffix List. Null for public suffixes, single labels and IP
 * addresses.
 */
export function registrableDomain(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true });
}
