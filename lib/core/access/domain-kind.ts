import type { DomainKind } from "@/generated/prisma/enums";
import { domainOf, freeMailDomains } from "@/lib/values/domains";
import type { CoreContext } from "../context";

/** What the domain of an address says: anybody's, thrown away after use, or somebody's own. */
export function domainKindOf(ctx: CoreContext, email: string): DomainKind {
  const domain = domainOf(email);
  if (freeMailDomains.has(domain)) return "FREE";
  return ctx.isDisposableDomain(domain) ? "DISPOSABLE" : "CORPORATE";
}
