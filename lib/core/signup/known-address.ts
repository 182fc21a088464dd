import type { OneTimeToken, Tenant, User } from "@/generated/prisma/client";
import { nextPasswordChange } from "../account/set-password";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { loginUrl, mailOrigin, resetUrl } from "../mail-links";
import { err, ok, type Result } from "../result";
import { endSessions } from "../sessions/end-sessions";
import { deleteTenantIfEmpty } from "../team/membership";
import {
  type ApprovalRefusal,
  findJoinedTenant,
  linkRequest,
  type NewAccount,
  spendApproval,
  toRegistration,
} from "./create-account";
import type { Registration } from "./register";
import { sendVerification } from "./send-verification";

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
 * Registers an address again that was never verified. Whoever was first proved nothing, so their password, name and
 * organization give way: nobody can plant credentials under an address before its owner comes. The caller holds the
 * account's lock.
 */
export async function renewUnverifiedAccount(
  ctx: CoreContext,
  tx: Transaction,
  existing: User & { tenant: Tenant },
  account: NewAccount,
  approval: OneTimeToken | null,
): Promise<Result<Registration, ApprovalRefusal>> {
  const now = ctx.clock.now();
  const approved = approval ? await spendApproval(ctx, tx, approval) : null;
  if (approval && !approved) return err("registration_requires_approval");
  const joining = await findJoinedTenant(tx, approved, existing.tenantId);
  if (!joining.ok) return joining;
  const joined = joining.value;
  const user = await tx.user.update({
    where: { id: existing.id },
    data: {
      name: account.name,
      passwordHash: account.passwordHash,
      passwordChangedAt: nextPasswordChange(now, existing.passwordChangedAt),
      locale: ctx.request.locale,
      ...{ consoleRoleSince: now, tenantJoinedAt: now },
      ...(joined ? { tenantId: joined.tenant.id, tenantRole: joined.role } : {}),
    },
  });
  const buyerMode = account.buyerMode ?? approved?.buyerMode ?? existing.tenant.buyerMode;
  const tenant = joined?.tenant ?? (await renameOwnTenant(tx, existing, { name: account.organization, buyerMode }));
  if (tenant.id !== existing.tenantId) await deleteTenantIfEmpty(tx, existing.tenantId);
  await endSessions(tx, user.id, now, "registered_again");
  if (approval?.accessRequestId) await linkRequest(ctx, tx, approval.accessRequestId, user.id);
  await sendVerification(ctx, tx, user);
  await recordAuditEvent(ctx, tx, { action: "user.registered", actor: user, details: { again: true } });
  return ok(toRegistration(user, tenant));
}

/** A tenant that others belong to, too, is theirs: somebody who proved nothing does not rename it. */
async function renameOwnTenant(
  tx: Transaction,
  { id, tenant }: User & { tenant: Tenant },
  data: { name: string; buyerMode: string },
): Promise<Tenant> {
  const isShared = await tx.user.findFirst({ where: { tenantId: tenant.id, id: { not: id } }, select: { id: true } });
  return isShared ? tenant : tx.tenant.update({ where: { id: tenant.id }, data });
}
