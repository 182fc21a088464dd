import type { Prisma } from "@/generated/prisma/client";
import type { CoreContext } from "../context";

/**
 * Says that a tenant owns a mail domain; without a tenant, that some tenant does. A provider that anybody can have an
 * address of is nobody's, whatever was stored before it came onto the list.
 */
export function verifiedDomain(ctx: CoreContext, domain: string, tenantId?: string) {
  return {
    domain: { in: ctx.isPublicMailDomain(domain) ? [] : [domain] },
    verifiedAt: { not: null },
    ...(tenantId === undefined ? {} : { tenantId }),
  } satisfies Prisma.TenantDomainWhereInput;
}
