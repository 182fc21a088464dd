import type { ChangePasswordInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireSecondFactorBesides, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { endOtherSessions } from "../sessions/end-sessions";
import type { IssuedSession } from "../sessions/issue-session";
import { verifyPassword } from "../sign-in/verify-password";
import { turnOf } from "../users/account-gate";
import { lockUser } from "../users/lock-user";
import { sendSecurityNotice } from "../users/security-notice";
import { checkNewPassword, nextPasswordChange, voidPendingChanges } from "../users/set-password";

type Refusal = "invalid_credentials" | "password_rejected" | "rate_limited" | "step_up_required" | "unauthenticated";

/**
 * Changes the password with the current one; where MFA is on, the session must have given a second factor in the last ten
 * minutes besides. The session that asks is renewed; all others, unfinished sign-ins, reset links and pending e-mail
 * changes end. Of parallel changes one wins.
 */
export async function changePassword(
  ctx: CoreContext,
  actor: UserActor,
  input: ChangePasswordInput,
): Promise<Result<{ session: IssuedSession | null }, Refusal>> {
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

  const passwordHash = await ctx.hasher.hash(input.newPassword, turnOf(ctx, actor.user.id));
  return inTransaction<{ session: IssuedSession | null }, Refusal>(ctx, async (tx) => {
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
    const renewed = await endOtherSessions(ctx, tx, actor, "password_changed", { first: true, amr: ["pwd"] });
    return renewed.ok ? ok({ session: renewed.value.session }) : renewed;
  });
}
