import type { Transaction } from "../kernel/database";

/**
 * Cancels the held emails about a request (`MailOptions.sendAfter`) and returns how many. An email that the worker has
 * begun to send isn't among them.
 */
export async function cancelHeldMails(tx: Transaction, accessRequestId: string, now: Date): Promise<number> {
  const { count } = await tx.mail.updateMany({
    where: { accessRequestId, state: "QUEUED", attempts: 0, sendAfter: { gt: now } },
    data: { state: "CANCELLED", sealedPayload: null },
  });
  return count;
}
