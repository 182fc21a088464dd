import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { lockUser } from "../users/lock-user";

/** Cancels the actor's pending e-mail change; its links stop working. */
export async function cancelEmailChange(ctx: CoreContext, actor: UserActor): Promise<Result<undefined, "not_found">> {
  return inTransaction<undefined, "not_found">(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, actor.user.id);
    const cancelled = await tx.emailChange.updateMany({
      where: { userId: actor.user.id, confirmedAt: null, cancelledAt: null, expiresAt: { gt: now } },
      data: { cancelledAt: now },
    });
    if (cancelled.count === 0) return err("not_found");
    await voidUserTokens(tx, actor.user.id, ["EMAIL_CHANGE"], now);
    await recordAuditEvent(ctx, tx, { action: "user.email_change_cancelled", actor });
    return ok();
  });
}
