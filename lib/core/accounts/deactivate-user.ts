import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { loginUrl } from "../mail/mail-links";
import { endSessions } from "../sessions/end-sessions";
import { revokeLostInvitations } from "../tenants/invitation-sender";
import { lockTeam } from "../tenants/lock-team";
import { isLastAdmin } from "../users/admins";
import { holdUser, isOwnAccount, type Operator, requireProofOf } from "../users/operator";

type Refusal = "user_not_found" | "own_account" | "last_admin" | "admin_required" | "step_up_required";

/**
 * Closes an account until it is reactivated: every session, key and open invitation ends, and signing in says so after the right
 * password. Its owner is told, with the reason. Nobody does it to themselves, and an instance keeps an admin. Doing it
 * twice is a success.
 */
export async function deactivateUser(
  ctx: CoreContext,
  operator: Operator,
  input: { userId: string; reason: string },
): Promise<Result<undefined, Refusal>> {
  if (isOwnAccount(operator, input.userId)) return err("own_account");
  const proof = requireProofOf(ctx, operator);
  if (!proof.ok) return proof;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const now = ctx.clock.now();
    const held = await holdUser(tx, operator, input.userId);
    if (!held.ok) return held;
    const user = held.value;
    if (user.deactivatedAt) return ok();
    if (user.isAdmin && (await isLastAdmin(tx, user.id))) return err("last_admin");
    await lockTeam(tx, [], [user.tenantId]);
    await tx.user.update({ where: { id: user.id }, data: { deactivatedAt: now } });
    await revokeLostInvitations(ctx, tx, user.id, user.tenantId);
    const sessions = await endSessions(tx, user.id, now, "deactivated");
    const keys = await tx.apiKey.updateMany({
      where: { userId: user.id, revokedAt: null },
      data: { revokedAt: now },
    });
    await endPendingWork(tx, user.id, now);
    await recordAuditEvent(ctx, tx, {
      action: "user.deactivated",
      actor: operator,
      target: { type: "user", id: user.id },
      subjectId: user.id,
      details: { reason: input.reason, sessions, apiKeys: keys.count },
    });
    const { name, email, locale } = user;
    await ctx.mailer.enqueue(tx, {
      template: "account-deactivated",
      to: email,
      locale,
      props: { name, reason: input.reason },
    });
    return ok();
  });
}

/**
 * No link mailed before opens a closed account, or changes its address. The way back of an address that was changed
 * already stays: it is for whoever lost the account.
 */
async function endPendingWork(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.emailChange.updateMany({
    where: { userId, confirmedAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  });
  await voidUserTokens(tx, userId, ["EMAIL_CHANGE", "EMAIL_VERIFICATION", "PASSWORD_RESET", "SIGN_IN"], now);
}

/** Opens it again. Sessions, keys and invitations that ended stay ended. Doing it twice is a success. */
export async function reactivateUser(
  ctx: CoreContext,
  operator: Operator,
  input: { userId: string },
): Promise<Result<undefined, "user_not_found" | "admin_required" | "step_up_required">> {
  const proof = requireProofOf(ctx, operator);
  if (!proof.ok) return proof;
  return inTransaction<undefined, "user_not_found" | "admin_required">(ctx, async (tx) => {
    const held = await holdUser(tx, operator, input.userId);
    if (!held.ok) return held;
    const user = held.value;
    if (!user.deactivatedAt) return ok();
    await tx.user.update({ where: { id: user.id }, data: { deactivatedAt: null } });
    await recordAuditEvent(ctx, tx, {
      action: "user.reactivated",
      actor: operator,
      target: { type: "user", id: user.id },
      subjectId: user.id,
    });
    const { name, email, locale } = user;
    await ctx.mailer.enqueue(tx, {
      template: "account-reactivated",
      to: email,
      locale,
      props: { name, loginUrl: loginUrl(ctx.config) },
    });
    return ok();
  });
}
