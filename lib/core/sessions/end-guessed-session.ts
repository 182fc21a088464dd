import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";

/** Why a session ended in which too many wrong passwords or codes were entered in a row. */
const guessedReason = "too_many_guesses";

/** Ends the session that guesses were made in. False when it had ended already. */
export async function endGuessedSession(ctx: CoreContext, { session, user }: UserActor): Promise<boolean> {
  const now = ctx.clock.now();
  return ctx.db.$transaction(async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: session.id, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now, revokedReason: guessedReason },
    });
    if (ended.count === 0) return false;
    await recordAuditEvent(ctx, tx, {
      action: "session.revoked",
      actor: "system",
      target: { type: "session", id: session.id },
      subjectId: user.id,
      details: { reason: guessedReason },
    });
    return true;
  });
}
