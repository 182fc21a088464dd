import type { Transaction } from "../kernel/database";

/** Detects jobs repeated after a crash. `once` is the email's id, so one of two concurrent runs commits. */
export async function wasMailedBefore(tx: Transaction, once: string | undefined): Promise<boolean> {
  if (once === undefined) return false;
  return (await tx.mail.findUnique({ where: { id: once }, select: { id: true } })) !== null;
}
