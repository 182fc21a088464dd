import { requestOfAccount } from "../../access-requests/open-request";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { tellOfJoining } from "../../tenants/tell-of-joining";

/**
 * The same for an account that was registered with an approval, once its address is proven: until then anyone with the link
 * may have made it. Nothing happens where the approval led into no tenant, or the account has left it.
 */
export async function tellOfApprovedJoining(ctx: CoreContext, tx: Transaction, userId: string): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { tenant: true } });
  const { tenant, tenantRole: role } = user;
  const joinedBy = { joinTenantId: tenant.id, joinConfirmedAt: { not: null } };
  const approved = await tx.accessRequest.findFirst({ where: { ...requestOfAccount(userId), ...joinedBy } });
  if (approved) await tellOfJoining(ctx, tx, user, { tenant, role, approvedAs: approved.name });
}
