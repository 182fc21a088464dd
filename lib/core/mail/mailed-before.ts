import type { Transaction } from "../kernel/database";

/**
 * A job runs again if its process crashed before marking it as done. Its `once` is the email's id, so of two concurrent
 * runs one commits.
 */
export async function wasMailedBefore(tx: Transaction, once: string | undefined): Promise<boolean> {
  if (once === undefined) return false;
  return (await tx.mail.findUnique({ where: { id: once }, select: { id: true } })) !== null;
}
