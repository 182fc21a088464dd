import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { toTeamRole } from "../users/team-roles";
import { findHeldMember } from "./find-member";
import { hasAnotherOwner, moveToOwnTenant } from "./membership";

type Refusal = "last_owner" | "member_not_found" | "step_up_required";

/**
 * Moves the actor out of their tenant into one of their own; sessions stay. The last owner cannot: with others they
 * would leave a team without a lead, and alone there is no team to leave. Needs a recent proof.
 */
export async function leaveTeam(ctx: CoreContext, actor: UserActor): Promise<Result<undefined, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const tenantId = actor.tenant.id;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const held = await findHeldMember(tx, actor, actor.user.id);
    if (!held.ok) return held;
    const self = held.value;
    if (self.tenantRole === "OWNER" && !(await hasAnotherOwner(tx, tenantId, self.id))) return err("last_owner");
    await moveToOwnTenant(ctx, tx, self);
    await recordAuditEvent(ctx, tx, {
      action: "member.left",
      actor,
      target: { type: "user", id: self.id },
      details: { tenantId, organization: actor.tenant.name, role: toTeamRole(self.tenantRole) },
    });
    return ok();
  });
}
