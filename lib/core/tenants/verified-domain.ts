import type { Prisma } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import { isSharedDomain } from "./shared-domain";

/**
 * Says that a tenant owns a mail domain; without a tenant, that some tenant does. A domain that
 * can't be one organization's is nobody's, whatever was stored before it came onto a list.
 */
export function verifiedDomain(ctx: CoreContext, domain: string, tenantId?: string) {
  return {
    domain: { in: isSharedDomain(ctx, domain) ? [] : [domain] },
    verifiedAt: { not: null },
    ...(tenantId === undefined ? {} : { tenantId }),
  } satisfies Prisma.TenantDomainWhereInput;
}
