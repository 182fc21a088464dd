import type { Transaction } from "../kernel/database";

/**
 * Takes an access request's row lock. Whatever spends or withdraws its tokens takes it first, so that a registration
 * and a decision run one after the other. People are held before tenants, tenants before requests, and whom a request is
 * going to name before the request itself, so that nothing waits in a circle: deleting a person or a tenant takes the
 * requests that name them last.
 */
export async function lockRequest(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM access_requests WHERE id = ${id}::uuid FOR UPDATE`;
}
