import type { Invitation, Tenant, User } from "@/generated/prisma/client";
import type { JoinWithNewAccountInput } from "@/lib/values/team";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { endSessions } from "../../sessions/end-sessions";
import { clearPasswordAttempts } from "../../sign-in/attempt";
import { lockTeam } from "../../tenants/lock-team";
import { deleteTenantIfEmpty } from "../../tenants/membership";
import { requireRoomToJoin } from "../../tenants/plan-limits";
import { findOpenInvitation, type JoinedTeam, spendInvitation } from "../../tenants/spend-invitation";
import { tellOfJoining } from "../../tenants/tell-of-joining";
import { turnOf } from "../../users/account-gate";
import { lockUser } from "../../users/lock-user";
import { checkNewPassword, nextPasswordChange, voidPendingChanges } from "../../users/set-password";
import { endRegistrations } from "./pending-registration";

type Refusal = "token_invalid" | "password_rejected" | "email_taken" | "plan_limit_reached";

/** Verifies the email by the token and signs no one in. Takes over an unverified account without its password. */
export async function joinWithNewAccount(
  ctx: CoreContext,
  input: JoinWithNewAccountInput,
): Promise<Result<JoinedTeam, Refusal>> {
  const invitation = await findOpenInvitation(ctx, input.token);
  if (!invitation) return err("token_invalid");
  const { email, tenant } = invitation;
  const acceptable = await checkNewPassword(ctx, input.password, {
    email,
    name: input.name,
    organization: tenant.name,
  });
  if (!acceptable.ok) return acceptable;
  const passwordHash = await ctx.hasher.hash(input.password, turnOf(ctx, null));
  try {
    return await inTransaction<JoinedTeam, Refusal>(ctx, async (tx) => {
      const existing = await findLocked(tx, email);
      if (existing?.emailVerifiedAt || existing?.deactivatedAt) return err("email_taken");
      await lockTeam(tx, [], existing ? [existing.tenantId, tenant.id] : [tenant.id]);
      if (!(await spendInvitation(ctx, tx, input.token, invitation))) return err("token_invalid");
      const room = existing?.tenantId === tenant.id ? ok() : await requireRoomToJoin(tx, tenant.id);
      if (!room.ok) return room;
      const account = { name: input.name, passwordHash };
      const user = existing
        ? await takeOver(ctx, tx, existing, invitation, account)
        : await create(ctx, tx, invitation, account);
      await recordJoining(ctx, tx, user, invitation);
      await tellOfJoining(ctx, tx, user, { tenant, role: invitation.role });
      return ok({ tenant: { id: tenant.id, name: tenant.name }, email });
    });
  } catch (thrown) {
    // A parallel registration committed first.
    if (!isUniqueViolation(thrown)) throw thrown;
    return err("email_taken");
  }
}

async function findLocked(tx: Transaction, email: string): Promise<User | null> {
  const known = await tx.user.findUnique({ where: { email }, select: { id: true } });
  if (!known) return null;
  await lockUser(tx, known.id);
  return tx.user.findUnique({ where: { id: known.id, email } });
}

interface NewAccount {
  name: string;
  passwordHash: string;
}

function create(ctx: CoreContext, tx: Transaction, invitation: Invitation, account: NewAccount): Promise<User> {
  const now = ctx.clock.now();
  const { email, tenantId, role } = invitation;
  const { locale } = ctx.request;
  return tx.user.create({
    data: {
      ...account,
      email,
      tenantId,
      tenantRole: role,
      locale,
      emailVerifiedAt: now,
      passwordChangedAt: now,
      createdAt: now,
    },
  });
}

async function takeOver(
  ctx: CoreContext,
  tx: Transaction,
  existing: User,
  invitation: Invitation & { tenant: Tenant },
  account: NewAccount,
): Promise<User> {
  const now = ctx.clock.now();
  const user = await tx.user.update({
    where: { id: existing.id },
    data: {
      ...account,
      phone: null,
      locale: ctx.request.locale,
      emailVerifiedAt: now,
      passwordChangedAt: nextPasswordChange(now, existing.passwordChangedAt),
      tenantId: invitation.tenantId,
      tenantRole: invitation.role,
      tenantJoinedAt: now,
      consoleRoleSince: now,
    },
  });
  if (existing.tenantId !== invitation.tenantId) await deleteTenantIfEmpty(tx, existing.tenantId);
  await endSessions(tx, user.id, now, "registered_again");
  await voidPendingChanges(tx, user.id, now);
  await endRegistrations(tx, user.id, now);
  await clearPasswordAttempts(tx, user.id);
  return user;
}

async function recordJoining(
  ctx: CoreContext,
  tx: Transaction,
  user: User,
  { id, tenantId, role }: Invitation,
): Promise<void> {
  await recordAuditEvent(ctx, tx, {
    action: "user.registered",
    actor: user,
    target: { type: "tenant", id: tenantId },
  });
  await recordAuditEvent(ctx, tx, {
    action: "invitation.accepted",
    actor: user,
    target: { type: "invitation", id },
    details: { tenantId, role },
  });
}
