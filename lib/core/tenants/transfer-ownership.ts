import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { findHeldMember } from "./find-member";
import { canLead, roleIn } from "./membership";
import { setRole } from "./set-role";

type Refusal = "owner_required" | "member_not_found" | "step_up_required";

/**
 * An owner makes another member an owner and becomes an admin, both or neither. Needs a recent proof. Oneself is not
 * another member; nor is somebody who cannot lead the team.
 */
export async function transferOwnership(
  ctx: CoreContext,
  actor: UserActor,
  input: { memberId: string },
): Promise<Result<undefined, Refusal>> {
  if (actor.user.tenantRole !== "OWNER") return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;

  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const held = await findHeldMember(tx, actor, input.memberId);
    if (!held.ok) return held;
    if (held.value.id === actor.user.id) return err("member_not_found");
    const able = await tx.user.findFirst({ where: { id: held.value.id, ...canLead }, select: { id: true } });
    if (!able) return err("member_not_found");
    if ((await roleIn(tx, actor.tenant.id, actor.user.id)) !== "OWNER") return err("owner_required");
    if (held.value.tenantRole !== "OWNER") await setRole(ctx, tx, actor, actor.tenant, held.value, "OWNER");
    const self = await tx.user.findUniqueOrThrow({ where: { id: actor.user.id } });
    await setRole(ctx, tx, actor, actor.tenant, self, "ADMIN");
    return ok();
  });
}
