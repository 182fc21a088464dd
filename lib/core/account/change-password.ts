import type { ChangePasswordInput } from "@/lib/values/forms";
import type { UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { verifyPassword } from "../login/verify-password";
import { err, ok, type Result } from "../result";
import { endSessions } from "../sessions/end-sessions";
import { lockUser } from "./lock-user";
import { sendSecurityNotice } from "./security-notice";
import { checkNewPassword, nextPasswordChange, voidPendingChanges } from "./set-password";

type Refusal = "invalid_credentials" | "password_rejected" | "rate_limited";

/**
 * Changes the password with the current one. This session stays; all others, unfinished sign-ins, reset links and
 * pending e-mail changes end. Of parallel changes one wins.
 */
export async function changePassword(
  ctx: CoreContext,
  actor: UserActor,
  input: ChangePasswordInput,
): Promise<Result<undefined, Refusal>> {
  const current = await verifyPassword(ctx, actor.user.id, input.currentPassword);
  if (!current.ok) return current;
  if (input.newPassword === input.currentPassword) {
    return err("password_rejected", { fieldErrors: { newPassword: ["password_same"] } });
  }
  const about = { email: actor.user.email, name: actor.user.name, organization: actor.tenant.name };
  const acceptable = checkNewPassword(ctx, input.newPassword, about, "newPassword");
  if (!acceptable.ok) return acceptable;

  const passwordHash = await ctx.hasher.hash(input.newPassword);
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, actor.user.id);
    const changed = await tx.user.updateMany({
      where: { id: actor.user.id, passwordChangedAt: current.value.passwordChangedAt },
      data: { passwordHash, passwordChangedAt: nextPasswordChange(now, current.value.passwordChangedAt) },
    });
    if (changed.count === 0) return err("invalid_credentials");
    await endSessions(tx, actor.user.id, now, "password_changed", actor.session.id);
    await voidPendingChanges(tx, actor.user.id, now);
    await tx.session.updateMany({ where: { id: actor.session.id }, data: { authenticatedAt: now } });
    await recordAuditEvent(ctx, tx, { action: "user.password_changed", actor });
    await sendSecurityNotice(ctx, tx, actor.user, "password-changed", { how: "changed" });
    return ok();
  });
}
