import { isId } from "@/lib/values/tokens";
import type { Transaction } from "../kernel/database";

/**
 * Every transaction that changes a user's credentials or sessions takes this lock first, so that they never deadlock.
 */
export async function lockUser(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`/* prepared */ SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}

/**
 * Share lock, for an act that depends on users' role or state. To change a user, take lockUser. Ignores values that
 * aren't ids.
 */
export async function shareUsers(tx: Transaction, ids: (string | null | undefined)[]): Promise<void> {
  const known = ids.filter((id) => typeof id === "string" && isId(id));
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ANY(${known}::uuid[]) ORDER BY id FOR SHARE`;
}
