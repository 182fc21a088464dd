import type { AccessRequest, OneTimeToken, Tenant, User } from "@/generated/prisma/client";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { deleteTenantIfEmpty } from "../../tenants/membership";
import type { Known } from "../../users/known-address";
import { type Asked, differsFromApproval } from "./as-approved";
import { type ApprovalRefusal, type Entry, enter, linkRequest, type NewAccount } from "./create-account";
import { endRegistrations } from "./pending-registration";
import { tellOfApprovedJoining } from "./tell-of-approved-joining";
import { takeOver } from "./verify-email";

/**
 * Registers an address again that was never verified. Nobody has proven anything yet, so the account stays as it is: what
 * was registered waits beside it for its own mailed link. The caller holds the account's lock.
 */
export async function registerAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: Known,
  asked: Asked,
  name: string,
  approval: OneTimeToken | null,
): Promise<Result<{ user: User; tenant: Tenant; entry: Entry }, ApprovalRefusal>> {
  const entered = await enter(ctx, tx, approval, asked, existing);
  if (!entered.ok) return entered;
  const { joined } = entered.value;
  const tenant = joined?.tenant ?? existing.tenant;
  if (joined) {
    await tx.user.update({
      where: { id: existing.id },
      data: { tenantId: tenant.id, tenantRole: joined.role, tenantJoinedAt: ctx.clock.now() },
    });
    if (tenant.id !== existing.tenantId) await deleteTenantIfEmpty(tx, existing.tenantId);
  }
  if (approval?.accessRequestId) await linkRequest(ctx, tx, approval.accessRequestId, { ...existing, name });
  await recordAuditEvent(ctx, tx, { action: "user.registered", actor: existing, details: { again: true } });
  return ok({ user: existing, tenant, entry: entered.value });
}

/**
 * Gives an account that nobody has verified to the owner of its address, whom a provider vouches for: as a new one without
 * a password. Every registration of the address ends. `approved`: the request whose approval the account was registered
 * with; it counts for its owner, and what a reviewer judged stays. The caller holds the account's lock.
 */
export async function openForOwner(
  ctx: CoreContext,
  tx: Transaction,
  existing: Known,
  account: NewAccount,
  { approval, approved }: { approval: OneTimeToken | null; approved: AccessRequest | null },
): Promise<Result<{ user: User }, ApprovalRefusal>> {
  const entered =
    approved && !approval
      ? enteredBefore(existing, account, approved)
      : await enterAgain(ctx, tx, existing, account, approval);
  if (!entered.ok) return entered;
  const { tenant, entry } = entered.value;
  const { name, createdAt } = account;
  await tx.user.update({ where: { id: existing.id }, data: { emailVerifiedAt: createdAt } });
  await takeOver(
    tx,
    { ...existing, tenantId: tenant.id },
    {
      ...{ name, createdAt, locale: ctx.request.locale, passwordHash: null },
      ...{ organization: entry.organization, buyerMode: entry.joined ? null : entry.buyerMode },
    },
    createdAt,
  );
  await endRegistrations(tx, existing.id, createdAt);
  await tellOfApprovedJoining(ctx, tx, existing.id);
  await recordAuditEvent(ctx, tx, { action: "user.email_verified", actor: existing });
  return ok({ user: await tx.user.findUniqueOrThrow({ where: { id: existing.id } }) });
}

function enterAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: Known,
  account: NewAccount,
  approval: OneTimeToken | null,
) {
  const { organization, buyerMode, name } = account;
  return registerAgain(ctx, tx, existing, { organization, buyerMode }, name, approval);
}

function enteredBefore(
  { tenant, tenantRole: role }: Known,
  { organization, buyerMode }: NewAccount,
  approved: AccessRequest,
): Result<{ tenant: Tenant; entry: Entry }, "validation_failed"> {
  const joined = approved.joinConfirmedAt && approved.joinTenantId === tenant.id ? { tenant, role } : null;
  const fieldErrors = differsFromApproval({ organization, buyerMode }, approved, joined?.tenant.name);
  if (fieldErrors) return err("validation_failed", { fieldErrors });
  const judged = { organization: joined?.tenant.name ?? approved.organization, buyerMode: approved.buyerMode };
  return ok({ tenant, entry: { ...judged, joined } });
}
