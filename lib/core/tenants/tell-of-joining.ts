import type { Tenant, User } from "@/generated/prisma/client";
import type { TenantRole } from "@/generated/prisma/enums";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { toTeamRole } from "../users/team-roles";
import { mailLeaders } from "./mail-leaders";

interface Joining {
  tenant: Pick<Tenant, "id" | "name">;
  role: TenantRole;
  approvedAs?: string;
}

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
