import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";

export interface Settled {
  sessions: number;
  tokens: number;
  mails: number;
}

/**
 * Ends sessions, invalidates emailed links and cancels queued emails, because a backup doesn't know what was revoked or
 * sent since. Approved and invited people need new links.
 */
export async function settleAfterRestore(ctx: CoreContext): Promise<Settled> {
  const now = ctx.clock.now();
  return ctx.db.$transaction(
    async (tx) => {
      const sessions = await tx.session.updateMany({
        where: { revokedAt: null },
        data: { revokedAt: now, revokedReason: "restored" },
      });
      const tokens = await tx.oneTimeToken.updateMany({
        where: { usedAt: null, voidedAt: null },
        data: { voidedAt: now },
      });
      await tx.emailChange.updateMany({
        where: { confirmedAt: null, cancelledAt: null },
        data: { cancelledAt: now },
      });
      await tx.loginTicket.deleteMany();
      await tx.ssoTicket.deleteMany();
      await tx.passkeyChallenge.deleteMany();
      await tx.totpEnrolment.deleteMany();
      const mails = await tx.mail.updateMany({
        where: { state: "QUEUED" },
        data: { state: "CANCELLED", sealedPayload: null },
      });
      const settled = { sessions: sessions.count, tokens: tokens.count, mails: mails.count };
      await recordAuditEvent(ctx, tx, { action: "instance.restored", actor: "command line", details: settled });
      return settled;
    },
    { timeout: 10 * 60_000 },
  );
}
