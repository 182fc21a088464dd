import type { CoreContext } from "../kernel/context";

/**
 * True for a domain that can't be one organization's: anybody can have an address of it (email providers, throw-away
 * addresses) or register below it (public suffixes), or it's an IP address.
 */
export function isSharedDomain(ctx: CoreContext, domain: string): boolean {
  return ctx.isPublicMailDomain(domain) || ctx.isDisposableDomain(domain) || ctx.registrableDomain(domain) === null;
}
