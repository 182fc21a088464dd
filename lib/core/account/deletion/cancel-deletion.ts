import type { UserActor } from "../../actors";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../context";
import { inTransaction, type Transaction } from "../../database";
import { err, ok, type Result } from "../../result";
import { consumeToken, findToken, voidUserTokens } from "../../tokens/one-time-token";
import { lockUser } from "../lock-user";

/** The owner keeps the account, by the link in the mail. Signs nobody in. */
export async function cancelDeletionByLink(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<undefined, "token_invalid">> {
  const found = await findToken(ctx.db, "DELETION_CANCEL", input.token);
  if (!found?.userId) return err("token_invalid");
  const { userId } = found;
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "DELETION_CANCEL", input.token, ctx.clock.now());
    if (!token || !(await keep(ctx, tx, userId))) return err("token_invalid");
    await recordAuditEvent(ctx, tx, { action: "user.deletion_cancelled", actor: { id: userId, email: token.email } });
    return ok();
  });
}

/** The owner keeps the account, signed in. */
export async function cancelDeletion(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<undefined, "deletion_not_scheduled">> {
  return inTransaction<undefined, "deletion_not_scheduled">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await keep(ctx, tx, actor.user.id))) return err("deletion_not_scheduled");
    await recordAuditEvent(ctx, tx, { action: "user.deletion_cancelled", actor });
    return ok();
  });
}

async function keep(ctx: CoreContext, tx: Transaction, userId: string): Promise<boolean> {
  const kept = await tx.user.updateMany({
    where: { id: userId, deletionDueAt: { not: null } },
    data: { deletionDueAt: null },
  });
  await voidUserTokens(tx, userId, ["DELETION_CANCEL"], ctx.clock.now());
  return kept.count > 0;
}
