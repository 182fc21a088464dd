import { getDomain } from "tldts";

/**
 * The domain that somebody registered, of a host or domain name: `acme.co.uk` of `mail.acme.co.uk`. Null for public
 * suffixes, below which anybody may register (`co.uk`, `github.io`), for single labels and for IP addresses. From the
 * Public Suffix List, which is part of the build.
 */
export function registrableDomain(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true });
}
