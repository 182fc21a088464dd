import type { Invitation } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { mayManage } from "../users/team-roles";
import { voidInvitationTokens } from "./issue-invitation";

/** Also checked on acceptance. */
export async function senderMayInvite(
  db: Database | Transaction,
  { tenantId, invitedById, role }: Pick<Invitation, "tenantId" | "invitedById" | "role">,
): Promise<boolean> {
  if (invitedById === null) return false;
  const sender = await db.user.findUnique({
    where: { id: invitedById, tenantId, deactivatedAt: null, deletionDueAt: null },
    select: { tenantRole: true },
  });
  return mayManage(sender?.tenantRole ?? null, role);
}

/** A regained role must not revive them. Call it after the change, under the organization's lock. */
export async function revokeLostInvitations(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  tenantId: string,
): Promise<void> {
  const open = await tx.invitation.findMany({
    where: { invitedById: userId, tenantId, acceptedAt: null, revokedAt: null },
  });
  const lost: string[] = [];
  for (const invitation of open) if (!(await senderMayInvite(tx, invitation))) lost.push(invitation.id);
  await tx.invitation.updateMany({ where: { id: { in: lost } }, data: { revokedAt: ctx.clock.now() } });
  await voidInvitationTokens(ctx, tx, lost);
}
