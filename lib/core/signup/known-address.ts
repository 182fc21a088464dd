import type { OneTimeToken, Tenant, User } from "@/generated/prisma/client";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { loginUrl, mailOrigin, resetUrl } from "../mail-links";
import { ok, type Result } from "../result";
import { deleteTenantIfEmpty } from "../team/membership";
import { tellOfJoining } from "../team/tell-of-joining";
import type { Asked } from "./as-approved";
import { type ApprovalRefusal, type Entry, enter, linkRequest } from "./create-account";

/** Tells the owner of an account that their address was used to ask for access or to register. */
export async function tellOwner(
  ctx: CoreContext,
  tx: Transaction,
  { email, locale, name }: { email: string; name: string; locale: string },
  { mailId }: { mailId?: string } = {},
): Promise<void> {
  const { config } = ctx;
  const props = { name, loginUrl: loginUrl(config), resetUrl: resetUrl(config), origin: mailOrigin(ctx) };
  await ctx.mailer.enqueue(tx, { template: "already-registered", to: email, locale, props }, { id: mailId });
}

/**
 * Registers an address again that was never verified. Nobody has proven anything yet, so the account stays as it is: what
 * was registered waits beside it for its own mailed link. The caller holds the account's lock.
 */
export async function registerAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: User & { tenant: Tenant },
  asked: Asked,
  approval: OneTimeToken | null,
): Promise<Result<{ user: User; tenant: Tenant; entry: Entry }, ApprovalRefusal>> {
  const entered = await enter(ctx, tx, approval, asked, existing.tenantId);
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
  if (approval?.accessRequestId) await linkRequest(ctx, tx, approval.accessRequestId, existing.id);
  await recordAuditEvent(ctx, tx, { action: "user.registered", actor: existing, details: { again: true } });
  if (joined && tenant.id !== existing.tenantId) await tellOfJoining(ctx, tx, existing, joined);
  return ok({ user: existing, tenant, entry: entered.value });
}
