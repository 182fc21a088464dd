import type { Transaction } from "../kernel/database";
import { lockUser } from "../users/lock-user";

/**
 * Locks users, then organizations, by id, to avoid deadlocks. Roles and membership change only under the organization's
 * lock, a user's organization also under the user's.
 */
export async function lockTeam(tx: Transaction, userIds: string[], tenantIds: string[]): Promise<void> {
  for (const id of inOrder(userIds)) await lockUser(tx, id);
  for (const id of inOrder(tenantIds)) await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${id}::uuid FOR UPDATE`;
}

export async function lockWholeTeam(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE tenant_id = ${tenantId}::uuid ORDER BY id FOR UPDATE`;
  await lockTeam(tx, [], [tenantId]);
}

function inOrder(ids: string[]): string[] {
  return [...new Set(ids)].sort();
}
