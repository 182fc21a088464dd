import type { CoreContext } from "../kernel/context";

/** True for email providers, disposable addresses, public suffixes and IP addresses. */
export function isSharedDomain(ctx: CoreContext, domain: string): boolean {
  return ctx.isPublicMailDomain(domain) || ctx.isDisposableDomain(domain) || ctx.registrableDomain(domain) === null;
}
