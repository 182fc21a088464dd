import type { Transaction } from "../kernel/database";

/**
 * Takes back the mails about a request that are still held (`MailOptions.sendAfter`). Answers how many; a mail that
 * the worker has begun to send is not taken back, so whoever relies on it compares the number.
 */
export async function cancelHeldMails(tx: Transaction, accessRequestId: string, now: Date): Promise<number> {
  const { count } = await tx.mail.updateMany({
    where: { accessRequestId, state: "QUEUED", attempts: 0, sendAfter: { gt: now } },
    data: { state: "CANCELLED", sealedPayload: null },
  });
  return count;
}
