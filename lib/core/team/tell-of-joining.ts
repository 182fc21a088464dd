import type { Tenant, User } from "@/generated/prisma/client";
import type { TenantRole } from "@/generated/prisma/enums";
import { requestOfAccount } from "../access/open-request";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { mailLeaders } from "../tenants/mail-leaders";
import { toTeamRole } from "./roles";

interface Joining {
  tenant: Pick<Tenant, "id" | "name">;
  role: TenantRole;
  /** The name that was approved, where a reviewer approved one. */
  approvedAs?: string;
}

/** Tells everybody who leads a tenant that somebody has joined it, whatever the way: by mail and in their activity. */
export async function tellOfJoining(
  ctx: CoreContext,
  tx: Transaction,
  user: Pick<User, "id" | "name" | "email">,
  { tenant, role, approvedAs }: Joining,
): Promise<void> {
  await recordAuditEvent(ctx, tx, {
    action: "member.joined",
    actor: user,
    target: { type: "user", id: user.id },
    details: { tenantId: tenant.id, organization: tenant.name, role: toTeamRole(role) },
  });
  const approvedName = approvedAs === undefined || approvedAs === user.name ? null : approvedAs;
  const teamUrl = `${ctx.config.appUrl}/account/team`;
  const about = {
    applicant: user.name,
    approvedName,
    applicantEmail: user.email,
    organization: tenant.name,
    role,
    teamUrl,
  };
  const leaders = { tenantId: tenant.id, exceptUserId: user.id };
  await mailLeaders(ctx, tx, leaders, "member-joined", (name) => ({ ...about, name }));
}

/**
 * The same for an account that was registered with an approval, once its address is proven: until then anyone with the link
 * may have made it. Nothing happens where the approval led into no tenant, or the account has left it.
 */
export async function tellOfApprovedJoining(ctx: CoreContext, tx: Transaction, userId: string): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { tenant: true } });
  const { tenant, tenantRole: role } = user;
  const joinedBy = { joinTenantId: tenant.id, joinConfirmedAt: { not: null } };
  const approved = await tx.accessRequest.findFirst({ where: { ...requestOfAccount(userId), ...joinedBy } });
  if (approved) await tellOfJoining(ctx, tx, user, { tenant, role, approvedAs: approved.name });
}
