import type { TeamRole } from "@/lib/values/team-roles";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { toTenantRole } from "../users/team-roles";
import { findHeldMember } from "./find-member";
import { hasAnotherOwner, roleIn } from "./membership";
import { setRole } from "./set-role";

type Refusal = "owner_required" | "member_not_found" | "last_owner" | "step_up_required";

/**
 * An owner gives a member, or themselves, another role. At least one owner stays, also when two demote each other at
 * the same moment. Needs a recent proof.
 */
export async function changeRole(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string; role: TeamRole },
): Promise<Result<undefined, Refusal>> {
  if (actor.user.tenantRole !== "OWNER") return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const role = toTenantRole(input.role);
  const tenantId = actor.tenant.id;

  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const held = await findHeldMember(tx, actor, input.id);
    if (!held.ok) return held;
    if ((await roleIn(tx, tenantId, actor.user.id)) !== "OWNER") return err("owner_required");
    const member = held.value;
    if (member.tenantRole === role) return ok();
    const gives = member.tenantRole === "OWNER";
    if (gives && !(await hasAnotherOwner(tx, tenantId, member.id))) return err("last_owner");
    await setRole(ctx, tx, actor, actor.tenant, member, role);
    return ok();
  });
}
