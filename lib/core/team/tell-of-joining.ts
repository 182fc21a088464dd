import type { Tenant, User } from "@/generated/prisma/client";
import type { TenantRole } from "@/generated/prisma/enums";
import { requestOfAccount } from "../access/open-request";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { mailLeaders } from "../tenants/mail-leaders";
import { toTeamRole } from "./roles";

/** Tells everybody who leads a tenant that somebody has joined it, whatever the way: by mail and in their activity. */
export async function tellOfJoining(
  ctx: CoreContext,
  tx: Transaction,
  user: Pick<User, "id" | "name" | "email">,
  { tenant, role }: { tenant: Pick<Tenant, "id" | "name">; role: TenantRole },
): Promise<void> {
  await recordAuditEvent(ctx, tx, {
    action: "member.joined",
    actor: user,
    target: { type: "user", id: user.id },
    details: { tenantId: tenant.id, organization: tenant.name, role: toTeamRole(role) },
  });
  const approved = await tx.accessRequest.findFirst({
    where: { ...requestOfAccount(user.id), joinTenantId: tenant.id, name: { not: user.name } },
    select: { name: true },
  });
  const teamUrl = `${ctx.config.appUrl}/account/team`;
  const approvedName = approved?.name ?? null;
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
