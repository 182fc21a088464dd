import type { Transaction } from "../kernel/database";
import { lockUser } from "../users/lock-user";

/**
 * Locks users, then organizations, each in the order of their ids, so that no deadlock occurs. Roles and membership
 * change only under the organization's lock, and a user's organization also under the user's.
 */
export async function lockTeam(tx: Transaction, userIds: string[], tenantIds: string[]): Promise<void> {
  for (const id of inOrder(userIds)) await lockUser(tx, id);
  for (const id of inOrder(tenantIds)) await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${id}::uuid FOR UPDATE`;
}

/** Locks all members, then the organization. */
export async function lockWholeTeam(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE tenant_id = ${tenantId}::uuid ORDER BY id FOR UPDATE`;
  await lockTeam(tx, [], [tenantId]);
}

function inOrder(ids: string[]): string[] {
  return [...new Set(ids)].sort();
}
