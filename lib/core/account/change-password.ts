import type { ChangePasswordInput } from "@/lib/values/forms";
import { requireSecondFactorBesides, type UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction, type Transaction } from "../database";
import type { ErrorCode } from "../errors";
import { verifyPassword } from "../login/verify-password";
import { err, ok, type Result } from "../result";
import { endSessions } from "../sessions/end-sessions";
import { lockUser } from "./lock-user";
import { sendSecurityNotice } from "./security-notice";
import { checkNewPassword, nextPasswordChange, voidPendingChanges } from "./set-password";

export type ChangePasswordRefusal = "invalid_credentials" | "password_rejected" | "rate_limited" | "step_up_required";

/**
 * Changes the password with the current one. This session stays; all others, unfinished sign-ins, reset links and
 * pending e-mail changes end. Of parallel changes one wins.
 */
export function changePassword(
  ctx: CoreContext,
  actor: UserActor,
  input: ChangePasswordInput,
): Promise<Result<undefined, ChangePasswordRefusal>> {
  return replacePassword<undefined, never>(ctx, actor, input, async (tx, now) => {
    await endSessions(tx, actor.user.id, now, "password_changed", actor.session.id);
    await tx.session.updateMany({ where: { id: actor.session.id }, data: { firstFactorAt: now } });
    return ok();
  });
}

/**
 * What every change with the current password has in common: where MFA is on, the session must have given a second factor
 * in the last ten minutes besides. `settleSessions` runs in its transaction and decides what
 * becomes of the account's sessions; what it refuses undoes the change.
 */
export async function replacePassword<Value, Code extends ErrorCode>(
  ctx: CoreContext,
  actor: UserActor,
  input: ChangePasswordInput,
  settleSessions: (tx: Transaction, now: Date, passwordChangedAt: Date) => Promise<Result<Value, Code>>,
): Promise<Result<Value, ChangePasswordRefusal | Code>> {
  const besides = requireSecondFactorBesides(ctx, actor);
  if (!besides.ok) return besides;
  const current = await verifyPassword(
    ctx,
    { act: "change_password", userId: actor.user.id, actor },
    input.currentPassword,
  );
  if (!current.ok) return current;
  if (input.newPassword === input.currentPassword) {
    return err("password_rejected", { fieldErrors: { newPassword: ["password_same"] } });
  }
  const about = { email: actor.user.email, name: actor.user.name, organization: actor.tenant.name };
  const acceptable = await checkNewPassword(ctx, input.newPassword, about, "newPassword");
  if (!acceptable.ok) return acceptable;

  const passwordHash = await ctx.hasher.hash(input.newPassword);
  return inTransaction<Value, ChangePasswordRefusal | Code>(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, actor.user.id);
    const passwordChangedAt = nextPasswordChange(now, current.value.passwordChangedAt);
    const changed = await tx.user.updateMany({
      where: { id: actor.user.id, passwordChangedAt: current.value.passwordChangedAt },
      data: { passwordHash, passwordChangedAt },
    });
    if (changed.count === 0) return err("invalid_credentials");
    await voidPendingChanges(tx, actor.user.id, now);
    await recordAuditEvent(ctx, tx, { action: "user.password_changed", actor });
    await sendSecurityNotice(ctx, tx, actor.user, "password-changed", { how: "changed" });
    return settleSessions(tx, now, passwordChangedAt);
  });
}
