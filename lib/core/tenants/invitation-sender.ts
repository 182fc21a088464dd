import type { Invitation } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { mayManage } from "../users/team-roles";
import { voidInvitationTokens } from "./issue-invitation";

/**
 * Whether the sender of an invitation may give its role now: an account that is active and stays, in the inviting
 * tenant, with a role that is high enough. False when the sender's account is gone. Read under the tenant's lock, it
 * stays true until the transaction ends.
 */
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

/**
 * Revokes a tenant's open invitations whose sender has just lost the right to send them, so that regaining it revives
 * none. Call it after the change. The caller holds the tenant's lock.
 */
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
