import type { Transaction } from "../database";

/** Takes the tenant's row lock, before any account's: who owns it is decided by one transaction at a time. */
export async function lockTenant(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
}
