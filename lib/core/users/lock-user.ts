import { isId } from "@/lib/values/tokens";
import type { Transaction } from "../kernel/database";

/** Take it first when changing credentials or sessions, to avoid deadlocks. */
export async function lockUser(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`/* prepared */ SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}

/** Share lock, for acts that depend on users' role or state. Ignores invalid ids. */
export async function shareUsers(tx: Transaction, ids: (string | null | undefined)[]): Promise<void> {
  const known = ids.filter((id) => typeof id === "string" && isId(id));
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ANY(${known}::uuid[]) ORDER BY id FOR SHARE`;
}
