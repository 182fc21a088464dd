import type { AccessRequest, OneTimeToken, Tenant, User } from "@/generated/prisma/client";
import type { TenantRole } from "@/generated/prisma/enums";
import { lockRequest } from "../access/lock-request";
import { recordRequestEvent } from "../access/record-request-event";
import { toProfile } from "../account/profile";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { err, ok, type Result } from "../result";
import { lockTeam } from "../team/lock-team";
import { requireRoomToJoin } from "../tenants/plan-limits";
import type { Registration } from "./register";
import { sendVerification } from "./send-verification";

export interface NewAccount {
  email: string;
  name: string;
  organization: string;
  buyerMode?: string | undefined;
  passwordHash: string;
}

/** An account may begin without a password, and with an address that somebody trusted has verified. */
type OpenedAccount = Omit<NewAccount, "passwordHash"> & { passwordHash: string | null; emailVerifiedAt: Date | null };

/** The tenant that the approval chose may be full by now: then nothing is spent, and the bearer can come again. */
export type ApprovalRefusal = "registration_requires_approval" | "plan_limit_reached";

/** Account, tenant, spent token and verification mail, all or nothing. */
export async function createAccount(
  ctx: CoreContext,
  tx: Transaction,
  account: NewAccount,
  approval: OneTimeToken | null,
): Promise<Result<Registration, ApprovalRefusal>> {
  const opened = await openAccount(ctx, tx, { ...account, emailVerifiedAt: null }, approval);
  if (!opened.ok) return opened;
  const { user, tenant } = opened.value;
  await sendVerification(ctx, tx, user);
  return ok(toRegistration(user, tenant));
}

/**
 * Account, tenant and spent token; what the way in needs besides is its own. The tenant is a new one, unless the approval
 * chose an existing one to join.
 */
export async function openAccount(
  ctx: CoreContext,
  tx: Transaction,
  account: OpenedAccount,
  approval: OneTimeToken | null,
): Promise<Result<{ user: User; tenant: Tenant }, ApprovalRefusal>> {
  const now = ctx.clock.now();
  const approved = approval ? await spendApproval(ctx, tx, approval) : null;
  if (approval && !approved) return err("registration_requires_approval");
  const joining = await findJoinedTenant(tx, approved, null);
  if (!joining.ok) return joining;
  const joined = joining.value;
  const tenant =
    joined?.tenant ??
    (await tx.tenant.create({
      data: {
        name: account.organization,
        buyerMode: account.buyerMode ?? approved?.buyerMode ?? ctx.config.buyerModes[0] ?? "OTHER",
        createdAt: now,
      },
    }));
  const user = await tx.user.create({
    data: {
      tenantId: tenant.id,
      ...(joined ? { tenantRole: joined.role } : {}),
      email: account.email,
      name: account.name,
      passwordHash: account.passwordHash,
      passwordChangedAt: now,
      emailVerifiedAt: account.emailVerifiedAt,
      locale: ctx.request.locale,
      createdAt: now,
    },
  });
  if (approval?.accessRequestId) await linkRequest(ctx, tx, approval.accessRequestId, user.id);
  await recordAuditEvent(ctx, tx, {
    action: "user.registered",
    actor: user,
    target: { type: "tenant", id: tenant.id },
  });
  return ok({ user, tenant });
}

/** What a new account is told of itself. It has no second factor yet. */
export function toRegistration(user: User, tenant: Tenant): Registration {
  return {
    user: { id: user.id, email: user.email, name: user.name, emailVerified: false, createdAt: user.createdAt },
    tenant: { id: tenant.id, name: tenant.name },
    profile: toProfile({ ...user, mfaEnabled: false, tenant }),
  };
}

/**
 * Spends an approval token, and every other one of the same request with it. Returns the approved request, or null when
 * the token was spent, withdrawn or its request is no longer approved.
 */
export async function spendApproval(
  ctx: CoreContext,
  tx: Transaction,
  approval: OneTimeToken,
): Promise<AccessRequest | null> {
  const now = ctx.clock.now();
  const open = { usedAt: null, voidedAt: null };
  if (!approval.accessRequestId) return null;
  await lockRequest(tx, approval.accessRequestId);
  const spent = await tx.oneTimeToken.updateMany({
    where: { id: approval.id, ...open, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (spent.count === 0) return null;
  const requests = await tx.accessRequest.updateManyAndReturn({
    where: { id: approval.accessRequestId, status: "APPROVED" },
    data: { status: "REGISTERED", version: { increment: 1 } },
  });
  await tx.oneTimeToken.updateMany({
    where: { accessRequestId: approval.accessRequestId, purpose: "APPROVAL", ...open },
    data: { voidedAt: now },
  });
  return requests[0] ?? null;
}

/**
 * The existing tenant that an approval lets its bearer join, held, with the role there. Null when it chose none, or when
 * the tenant has gone since: then the bearer gets one of their own. Whoever is there already takes no further place.
 */
export async function findJoinedTenant(
  tx: Transaction,
  approved: Pick<AccessRequest, "joinTenantId" | "joinRole"> | null,
  ownTenantId: string | null,
): Promise<Result<{ tenant: Tenant; role: TenantRole } | null, "plan_limit_reached">> {
  if (!approved?.joinTenantId) return ok(null);
  await lockTeam(tx, [], [approved.joinTenantId]);
  const tenant = await tx.tenant.findUnique({ where: { id: approved.joinTenantId } });
  if (!tenant) return ok(null);
  const room = tenant.id === ownTenantId ? ok() : await requireRoomToJoin(tx, tenant.id);
  return room.ok ? ok({ tenant, role: approved.joinRole ?? "MEMBER" }) : room;
}

export async function linkRequest(ctx: CoreContext, tx: Transaction, requestId: string, userId: string): Promise<void> {
  await tx.accessRequest.update({ where: { id: requestId }, data: { userId } });
  await recordRequestEvent(ctx, tx, requestId, { kind: "registered" });
}
