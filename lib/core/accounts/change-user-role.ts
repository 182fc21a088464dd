import type { ConsoleRole } from "@/lib/values/users";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { isLastAdmin } from "../users/admins";
import { consoleRoleOf } from "../users/console-role";
import { holdUser, isOwnAccount, type Operator, requireProofOf } from "../users/operator";

type Refusal =
  | "user_not_found"
  | "own_account"
  | "last_admin"
  | "admin_required"
  | "step_up_required"
  | "account_deactivated"
  | "email_not_verified";

const flags: Record<ConsoleRole, { isAdmin: boolean; isReviewer: boolean }> = {
  admin: { isAdmin: true, isReviewer: false },
  reviewer: { isAdmin: false, isReviewer: true },
  user: { isAdmin: false, isReviewer: false },
};

/**
 * Gives or takes the rights of an admin or reviewer, from the next request on; the person is told. Nobody changes their
 * own, the last active admin stays one, and only an account that can sign in is given any.
 */
export async function changeUserRole(
  ctx: CoreContext,
  operator: Operator,
  input: { userId: string; role: ConsoleRole },
): Promise<Result<undefined, Refusal>> {
  if (isOwnAccount(operator, input.userId)) return err("own_account");
  const proof = requireProofOf(ctx, operator);
  if (!proof.ok) return proof;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const held = await holdUser(tx, operator, input.userId);
    if (!held.ok) return held;
    const user = held.value;
    const from = consoleRoleOf(user);
    const to = input.role;
    if (from === to) return ok();
    if (to !== "user" && user.deactivatedAt) return err("account_deactivated");
    if (to !== "user" && !user.emailVerifiedAt) return err("email_not_verified");
    if (from === "admin" && (await isLastAdmin(tx, user.id))) return err("last_admin");
    await tx.user.update({
      where: { id: user.id },
      data: { ...flags[to], consoleRoleSince: ctx.clock.now() },
    });
    await recordAuditEvent(ctx, tx, {
      action: "user.role_changed",
      actor: operator,
      target: { type: "user", id: user.id },
      subjectId: user.id,
      details: { from, to },
    });
    const { name, email, locale } = user;
    await ctx.mailer.enqueue(tx, { template: "console-role-changed", to: email, locale, props: { name, role: to } });
    return ok();
  });
}
