import type { Transaction } from "../kernel/database";

/**
 * Whether a job's mail was written already: a process that was killed between the job's transaction and the note that
 * the job is done does it again. The job's `once` is the mail's id, so that of two processes which do it at once only one commits.
 */
export async function wasMailedBefore(tx: Transaction, once: string | undefined): Promise<boolean> {
  if (once === undefined) return false;
  return (await tx.mail.findUnique({ where: { id: once }, select: { id: true } })) !== null;
}
