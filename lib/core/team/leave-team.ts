import { requireRecentProof, type UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { findHeldMember } from "./find-member";
import { hasAnotherOwner, moveToOwnTenant } from "./membership";
import { toTeamRole } from "./roles";

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
