import type { Invitation } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { mayManage } from "../users/team-roles";

/**
 * An invitation of the actor's tenant that nobody has accepted or withdrawn, whether it has run out or not. Another
 * tenant's is answered like an unknown one. Who may not invite into its role may not touch it either.
 */
export async function findManageableInvitation(
  ctx: CoreContext,
  actor: UserActor,
  id: string,
): Promise<Result<Invitation, "owner_required" | "invitation_not_found">> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
  const where = { id, tenantId: actor.tenant.id, acceptedAt: null, revokedAt: null };
  const invitation = isId(id) ? await ctx.db.invitation.findFirst({ where }) : null;
  if (!invitation) return err("invitation_not_found");
  return mayManage(actor.user.tenantRole, invitation.role) ? ok(invitation) : err("owner_required");
}
