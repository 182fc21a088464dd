import type { Transaction } from "../kernel/database";

/**
 * Who is an admin is decided by one transaction at a time: two of them may be taking each other's rights, or leaving.
 * Taken before any row.
 */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('foyer.admins'))`;
}

/** True when nobody else could administer this instance: whoever is about to leave does not count. */
export async function isLastAdmin(tx: Transaction, userId: string): Promise<boolean> {
  const other = { isAdmin: true, deactivatedAt: null, deletionDueAt: null, id: { not: userId } };
  return (await tx.user.findFirst({ where: other, select: { id: true } })) === null;
}
