import type { Transaction } from "../database";

/**
 * Takes an access request's row lock. Whatever spends or withdraws its tokens takes it first, so that a registration
 * and a decision run one after the other and never wait for each other in a circle.
 */
export async function lockRequest(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM access_requests WHERE id = ${id}::uuid FOR UPDATE`;
}
