import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { consumeToken, findToken, voidUserTokens } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { endSessionsElsewhere, renewUnlessKept } from "../../sessions/end-sessions";
import type { IssuedSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";

interface Kept {
  /** The renewed session of the browser. Null: it has none of this account, or the API's document keeps the token. */
  session: IssuedSession | null;
}

/**
 * The owner keeps the account, by the link in the mail. Signs nobody in. Sessions end, except that of the browser it is
 * done in, which is renewed.
 */
export async function cancelDeletionByLink(
  ctx: CoreContext,
  input: { token: string },
  browser: UserActor | null = null,
): Promise<Result<Kept, "token_invalid">> {
  const found = await findToken(ctx.db, "DELETION_CANCEL", input.token);
  if (!found?.userId) return err("token_invalid");
  const { userId } = found;
  return inTransaction<Kept, "token_invalid">(ctx, async (tx) => {
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "DELETION_CANCEL", input.token, ctx.clock.now());
    if (!token || !(await keep(ctx, tx, userId))) return err("token_invalid");
    await recordAuditEvent(ctx, tx, { action: "user.deletion_cancelled", actor: { id: userId, email: token.email } });
    return ok({ session: await endSessionsElsewhere(ctx, tx, userId, browser, "deletion_cancelled") });
  });
}

type Refusal = "deletion_not_scheduled" | "step_up_required" | "unauthenticated";

/** The owner keeps the account, signed in. Needs a recent proof, and renews the session. */
export async function cancelDeletion(ctx: CoreContext, actor: UserActor): Promise<Result<Kept, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return inTransaction<Kept, Refusal>(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await keep(ctx, tx, actor.user.id))) return err("deletion_not_scheduled");
    await recordAuditEvent(ctx, tx, { action: "user.deletion_cancelled", actor });
    const renewed = await renewUnlessKept(ctx, tx, actor, {});
    return renewed.ok ? ok({ session: renewed.value }) : renewed;
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
