import { isId } from "@/lib/values/tokens";
import type { Transaction } from "../kernel/database";

/**
 * Takes the account's row lock. Every transaction that changes an account's credentials or sessions takes it first,
 * so that they run one after the other and never wait for each other in a circle.
 */
export async function lockUser(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`/* prepared */ SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}

/**
 * Keeps accounts as they are until the transaction ends, and lets others read and share them. For an act that rests on
 * somebody's role or state; whoever changes an account takes lockUser instead. Values that are no id are left out.
 */
export async function shareUsers(tx: Transaction, ids: (string | null | undefined)[]): Promise<void> {
  const known = ids.filter((id) => typeof id === "string" && isId(id));
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ANY(${known}::uuid[]) ORDER BY id FOR SHARE`;
}
