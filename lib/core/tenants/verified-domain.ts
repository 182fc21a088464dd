import type { Prisma } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import { isSharedDomain } from "./shared-domain";

/** Never a public provider's domain, even if stored. */
export function verifiedDomain(ctx: CoreContext, domain: string, tenantId?: string) {
  return {
    domain: { in: isSharedDomain(ctx, domain) ? [] : [domain] },
    verifiedAt: { not: null },
    ...(tenantId === undefined ? {} : { tenantId }),
  } satisfies Prisma.TenantDomainWhereInput;
}
