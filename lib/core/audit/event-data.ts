import type { AccessRequest, User } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";

/** What an event says about a request for access: who asks and how it stands. Field by field: nothing leaves by being added to a row. */
export function accessRequestData({ config }: CoreContext, request: AccessRequest) {
  return {
    id: request.id,
    email: request.email,
    name: request.name,
    organization: request.organization,
    buyerMode: request.buyerMode,
    status: request.status.toLowerCase(),
    emailConfirmed: request.emailConfirmedAt !== null,
    submittedAt: request.submittedAt.toISOString(),
    url: `${config.appUrl}/admin/requests?tab=all&request=${request.id}`,
  };
}

/** What an event says about an account. Of a deleted one only its id is left. */
export function userData({ config }: CoreContext, id: string, user: User | null) {
  return {
    id,
    email: user?.email ?? null,
    name: user?.name ?? null,
    tenantId: user?.tenantId ?? null,
    isAdmin: user?.isAdmin ?? false,
    isReviewer: user?.isReviewer ?? false,
    url: user ? `${config.appUrl}/admin/users/${id}` : null,
  };
}
