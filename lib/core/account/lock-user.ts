import type { Transaction } from "../database";

/**
 * Takes the account's row lock. Every transaction that changes an account's credentials or sessions takes it first,
 * so that they run one after the other and never wait for each other in a circle.
 */
export async function lockUser(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`/* prepared */ SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}
