import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "./lock-team";
import { deleteTenantIfEmpty, endAccessIn, hasAnotherOwner } from "./membership";
import { requireRoomToJoin } from "./plan-limits";
import { findOpenInvitation, type JoinedTeam, spendInvitation } from "./spend-invitation";
import { tellOfJoining } from "./tell-of-joining";

type Refusal = "token_invalid" | "already_member" | "last_owner" | "plan_limit_reached";

/**
 * The signed-in owner of the invited address leaves their tenant for the inviting one. Sessions stay, the role holds
 * from the next request on. Anybody else's token is answered like an unknown one. The last owner of a tenant with other
 * members has to hand it over first; a tenant without members is deleted.
 */
export async function acceptInvitation(
  ctx: CoreContext,
  actor: UserActor,
  input: { token: string },
): Promise<Result<JoinedTeam, Refusal>> {
  const userId = actor.user.id;
  const invitation = await findOpenInvitation(ctx, input.token);
  if (!invitation || invitation.email !== actor.user.email) return err("token_invalid");
  const { tenant } = invitation;
  const present = actor.tenant.id;
  if (tenant.id === present) return err("already_member");

  return inTransaction<JoinedTeam, Refusal>(ctx, async (tx) => {
    await lockTeam(tx, [userId], [present, tenant.id]);
    // Somebody may have removed them, or they joined elsewhere or changed their address, a moment ago.
    const user = await tx.user.findUnique({ where: { id: userId, email: invitation.email, tenantId: present } });
    if (!user || user.deactivatedAt || !(await spendInvitation(ctx, tx, input.token, invitation))) {
      return err("token_invalid");
    }
    const others = await tx.user.count({ where: { tenantId: present, id: { not: userId } } });
    const leads = user.tenantRole === "OWNER" && !(await hasAnotherOwner(tx, present, userId));
    if (others > 0 && leads) return err("last_owner");
    const room = await requireRoomToJoin(tx, tenant.id);
    if (!room.ok) return room;
    await tx.user.update({
      where: { id: userId },
      data: { tenantId: tenant.id, tenantRole: invitation.role, tenantJoinedAt: ctx.clock.now() },
    });
    await endAccessIn(ctx, tx, userId, present);
    await deleteTenantIfEmpty(tx, present);
    await recordAuditEvent(ctx, tx, {
      action: "invitation.accepted",
      actor,
      target: { type: "invitation", id: invitation.id },
      details: { tenantId: tenant.id, role: invitation.role, leftTenantId: present, leftTenant: actor.tenant.name },
    });
    await tellOfJoining(ctx, tx, user, { tenant, role: invitation.role });
    return ok({ tenant: { id: tenant.id, name: tenant.name }, email: user.email });
  });
}
