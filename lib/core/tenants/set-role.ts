import type { TenantRole } from "@/generated/prisma/enums";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { toTeamRole } from "../users/team-roles";
import { revokeLostInvitations } from "./invitation-sender";

interface Member {
  id: string;
  name: string;
  email: string;
  locale: string;
  tenantRole: TenantRole;
}

/** Call it under the locks of member and organization. */
export async function setRole(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor | "system",
  tenant: { id: string; name: string },
  member: Member,
  role: TenantRole,
): Promise<void> {
  await tx.user.update({ where: { id: member.id }, data: { tenantRole: role } });
  await revokeLostInvitations(ctx, tx, member.id, tenant.id);
  await recordAuditEvent(ctx, tx, {
    action: "member.role_changed",
    actor,
    target: { type: "user", id: member.id },
    subjectId: member.id,
    details: { tenantId: tenant.id, from: toTeamRole(member.tenantRole), to: toTeamRole(role) },
  });
  if (actor !== "system" && member.id === actor.user.id) return;
  const { name, email, locale } = member;
  await ctx.mailer.enqueue(tx, {
    template: "team-role-changed",
    to: email,
    locale,
    props: { name, organization: tenant.name, role },
  });
}
