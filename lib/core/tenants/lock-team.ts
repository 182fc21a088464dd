import type { Transaction } from "../kernel/database";
import { lockUser } from "../users/lock-user";

/**
 * Holds people, then tenants, each by the order of their ids: whatever moves people or roles takes this way, so that
 * no two of them wait for each other in a circle. Roles and membership change only under the tenant's lock, and a
 * person's tenant only under their own as well: what is read afterwards stays true until the end.
 */
export async function lockTeam(tx: Transaction, userIds: string[], tenantIds: string[]): Promise<void> {
  for (const id of inOrder(userIds)) await lockUser(tx, id);
  for (const id of inOrder(tenantIds)) await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${id}::uuid FOR UPDATE`;
}

/** Holds everybody who belongs to a tenant, then the tenant, in the same order. */
export async function lockWholeTeam(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE tenant_id = ${tenantId}::uuid ORDER BY id FOR UPDATE`;
  await lockTeam(tx, [], [tenantId]);
}

function inOrder(ids: string[]): string[] {
  return [...new Set(ids)].sort();
}
