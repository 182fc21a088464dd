import type { DomainKind } from "@/generated/prisma/enums";
import { domainOf } from "@/lib/values/domains";
import type { CoreContext } from "../kernel/context";

/** What the domain of an address says: anybody's, thrown away after use, or somebody's own. */
export function domainKindOf(ctx: CoreContext, email: string): DomainKind {
  const domain = domainOf(email);
  // The list of providers has some of the others, too.
  if (ctx.isDisposableDomain(domain)) return "DISPOSABLE";
  return ctx.isPublicMailDomain(domain) ? "FREE" : "CORPORATE";
}
