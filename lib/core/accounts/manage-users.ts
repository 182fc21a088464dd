import { z } from "zod";
import { idOnlySchema } from "@/lib/values/forms";
import { idSchema } from "@/lib/values/tokens";
import { type ConsoleRole, changeUserRoleSchema, deactivateUserSchema } from "@/lib/values/users";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "../mail/mail-limits";
import { loginUrl } from "../mail/mail-links";
import { endSessions } from "../sessions/end-sessions";
import { revokeLostInvitations } from "../tenants/invitation-sender";
import { lockTeam } from "../tenants/lock-team";
import { consoleRoleOf, holdUser, isLastAdmin, isOwnAccount, type Operator } from "../users/operator";
import { mailRegistrations } from "./sign-up/registration-mail";

const flags: Record<ConsoleRole, { isAdmin: boolean; isReviewer: boolean }> = {
  admin: { isAdmin: true, isReviewer: false },
  reviewer: { isAdmin: false, isReviewer: true },
  user: { isAdmin: false, isReviewer: false },
};

/** Keeps one active admin. */
export const changeUserRole = act({
  access: "admin",
  stepUp: true,
  input: changeUserRoleSchema.extend({ id: idSchema }),
  output: z.null(),
  errors: [
    "user_not_found",
    "own_account",
    "last_admin",
    "admin_required",
    "account_deactivated",
    "email_not_verified",
    "step_up_required",
  ],
  example: { input: { role: "reviewer" }, output: null },
  run: setUserRole,
});

type RoleError =
  | "user_not_found"
  | "own_account"
  | "last_admin"
  | "admin_required"
  | "account_deactivated"
  | "email_not_verified";

export async function setUserRole(
  ctx: CoreContext,
  operator: Operator,
  { id, role: to }: { id: string; role: ConsoleRole },
): Promise<Result<null, RoleError>> {
  if (isOwnAccount(operator, id)) return err("own_account");
  return inTransaction<null, RoleError>(ctx, async (tx) => {
    const held = await holdUser(tx, operator, id);
    if (!held.ok) return held;
    const user = held.value;
    const from = consoleRoleOf(user);
    if (from === to) return ok(null);
    if (to !== "user" && user.deactivatedAt) return err("account_deactivated");
    if (to !== "user" && !user.emailVerifiedAt) return err("email_not_verified");
    if (from === "admin" && (await isLastAdmin(tx, user.id))) return err("last_admin");
    await tx.user.update({ where: { id: user.id }, data: { ...flags[to], consoleRoleSince: ctx.clock.now() } });
    await recordAuditEvent(ctx, tx, {
      action: "user.role_changed",
      actor: operator,
      target: { type: "user", id: user.id },
      subjectId: user.id,
      details: { from, to },
    });
    const { name, email, locale } = user;
    await ctx.mailer.enqueue(tx, { template: "console-role-changed", to: email, locale, props: { name, role: to } });
    return ok(null);
  });
}

/** Ends sessions, API keys and open invitations. Idempotent. */
export const deactivateUser = act({
  access: "admin",
  stepUp: true,
  input: deactivateUserSchema.extend({ id: idSchema }),
  output: z.null(),
  errors: ["user_not_found", "own_account", "last_admin", "admin_required", "step_up_required"],
  example: { input: { reason: "Left the company." }, output: null },
  async run(ctx, admin, { id, reason }) {
    if (isOwnAccount(admin, id)) return err("own_account");
    return inTransaction<null, "user_not_found" | "last_admin" | "admin_required">(ctx, async (tx) => {
      const now = ctx.clock.now();
      const held = await holdUser(tx, admin, id);
      if (!held.ok) return held;
      const user = held.value;
      if (user.deactivatedAt) return ok(null);
      if (user.isAdmin && (await isLastAdmin(tx, user.id))) return err("last_admin");
      await lockTeam(tx, [], [user.tenantId]);
      await tx.user.update({ where: { id: user.id }, data: { deactivatedAt: now } });
      await revokeLostInvitations(ctx, tx, user.id, user.tenantId);
      const sessions = await endSessions(tx, user.id, now, "deactivated");
      const keys = await tx.apiKey.updateMany({
        where: { userId: user.id, revokedAt: null },
        data: { revokedAt: now },
      });
      await endPendingChanges(tx, user.id, now);
      await recordAuditEvent(ctx, tx, {
        action: "user.deactivated",
        actor: admin,
        target: { type: "user", id: user.id },
        subjectId: user.id,
        details: { reason, sessions, apiKeys: keys.count },
      });
      const { name, email, locale } = user;
      await ctx.mailer.enqueue(tx, { template: "account-deactivated", to: email, locale, props: { name, reason } });
      return ok(null);
    });
  },
});

/** The owner may need a finished change's undo link. */
async function endPendingChanges(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.emailChange.updateMany({
    where: { userId, confirmedAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  });
  await voidUserTokens(tx, userId, ["EMAIL_CHANGE", "EMAIL_VERIFICATION", "PASSWORD_RESET", "SIGN_IN"], now);
}

/** Restores nothing that deactivation ended. Idempotent. */
export const reactivateUser = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["user_not_found", "admin_required", "step_up_required"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<null, "user_not_found" | "admin_required">(ctx, async (tx) => {
      const held = await holdUser(tx, admin, id);
      if (!held.ok) return held;
      const user = held.value;
      if (!user.deactivatedAt) return ok(null);
      await tx.user.update({ where: { id: user.id }, data: { deactivatedAt: null } });
      await recordAuditEvent(ctx, tx, {
        action: "user.reactivated",
        actor: admin,
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
      return ok(null);
    });
  },
});

/** Voids earlier links. */
export const resendUserVerification = act({
  access: "admin",
  input: idOnlySchema,
  output: z.null(),
  errors: ["user_not_found", "admin_required", "email_already_verified", "account_deactivated", "rate_limited"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<
      null,
      "user_not_found" | "admin_required" | "email_already_verified" | "account_deactivated" | "rate_limited"
    >(ctx, async (tx) => {
      const held = await holdUser(tx, admin, id);
      if (!held.ok) return held;
      const user = held.value;
      if (user.emailVerifiedAt) return err("email_already_verified");
      if (user.deactivatedAt) return err("account_deactivated");
      if (!(await mailRegistrations(ctx, tx, user))) return err("rate_limited", mailWait("verify-email"));
      await recordAuditEvent(ctx, tx, {
        action: "user.verification_resent",
        actor: admin,
        target: { type: "user", id: user.id },
        subjectId: user.id,
      });
      return ok(null);
    });
  },
});
