import { isId } from "@/lib/values/tokens";
import { lockUser } from "../../account/lock-user";
import type { AdminActor, UserActor } from "../../actors";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../context";
import { inTransaction, type Transaction } from "../../database";
import { err, ok, type Result } from "../../result";
import { consumeToken, findToken, voidUserTokens } from "../../tokens/one-time-token";

/** The owner keeps the second factor, by the link in the mail. Signs nobody in. */
export async function cancelMfaResetByLink(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<undefined, "token_invalid">> {
  const found = await findToken(ctx.db, "MFA_RESET_CANCEL", input.token);
  if (!found?.userId) return err("token_invalid");
  const { userId } = found;
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "MFA_RESET_CANCEL", input.token, ctx.clock.now());
    if (!token || !(await stopReset(ctx, tx, userId))) return err("token_invalid");
    await recordAuditEvent(ctx, tx, { action: "mfa.reset_cancelled", actor: { id: userId, email: token.email } });
    return ok();
  });
}

/** The owner keeps the second factor, signed in. */
export async function cancelOwnMfaReset(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<undefined, "mfa_reset_not_pending">> {
  return inTransaction<undefined, "mfa_reset_not_pending">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await stopReset(ctx, tx, actor.user.id))) return err("mfa_reset_not_pending");
    await recordAuditEvent(ctx, tx, { action: "mfa.reset_cancelled", actor });
    return ok();
  });
}

/** An admin thinks better of it. */
export async function cancelMfaResetAsAdmin(
  ctx: CoreContext,
  admin: AdminActor,
  input: { userId: string },
): Promise<Result<undefined, "mfa_reset_not_pending">> {
  const { userId } = input;
  if (!isId(userId)) return err("mfa_reset_not_pending");
  return inTransaction<undefined, "mfa_reset_not_pending">(ctx, async (tx) => {
    await lockUser(tx, userId);
    if (!(await stopReset(ctx, tx, userId))) return err("mfa_reset_not_pending");
    await recordAuditEvent(ctx, tx, {
      action: "mfa.reset_cancelled",
      actor: admin,
      target: { type: "user", id: userId },
      subjectId: userId,
    });
    return ok();
  });
}

async function stopReset(ctx: CoreContext, tx: Transaction, userId: string): Promise<boolean> {
  const now = ctx.clock.now();
  const stopped = await tx.mfaReset.updateMany({
    where: { userId, cancelledAt: null, completedAt: null },
    data: { cancelledAt: now },
  });
  await voidUserTokens(tx, userId, ["MFA_RESET_CANCEL"], now);
  return stopped.count > 0;
}
