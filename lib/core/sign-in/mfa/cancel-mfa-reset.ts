import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { type AdminActor, requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { consumeToken, findToken, voidUserTokens } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";

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
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    await sendSecurityNotice(ctx, tx, user, "mfa-reset-stopped", {});
    return ok();
  });
}

type Refusal = "mfa_reset_not_pending" | "step_up_required";

/** The owner keeps the second factor, signed in. Whoever only has the session must not keep out an owner who lost it. */
export async function cancelOwnMfaReset(ctx: CoreContext, actor: UserActor): Promise<Result<undefined, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await stopReset(ctx, tx, actor.user.id))) return err("mfa_reset_not_pending");
    await recordAuditEvent(ctx, tx, { action: "mfa.reset_cancelled", actor });
    await sendSecurityNotice(ctx, tx, actor.user, "mfa-reset-stopped", {});
    return ok();
  });
}

/** An admin cancels the reset of someone else's second factor. Needs a recent proof. */
export async function cancelMfaResetAsAdmin(
  ctx: CoreContext,
  admin: AdminActor,
  input: { userId: string },
): Promise<Result<undefined, Refusal>> {
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
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
