import type { Transaction } from "../kernel/database";

/** Skips emails that are being sent. */
export async function cancelHeldMails(tx: Transaction, accessRequestId: string, now: Date): Promise<number> {
  const { count } = await tx.mail.updateMany({
    where: { accessRequestId, state: "QUEUED", attempts: 0, sendAfter: { gt: now } },
    data: { state: "CANCELLED", sealedPayload: null },
  });
  return count;
}
