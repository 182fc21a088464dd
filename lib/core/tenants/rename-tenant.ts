import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { mayManage } from "../users/team-roles";
import { lockTeam } from "./lock-team";
import { tellLeaders } from "./mail-leaders";
import { roleIn } from "./membership";

/** Changes the organization's name, as everybody in it reads it from then on. For owners and admins, who are told. Needs a recent proof. */
export async function renameTenant(
  ctx: CoreContext,
  actor: UserActor,
  input: { name: string },
): Promise<Result<{ id: string; name: string }, "owner_required" | "step_up_required">> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const { id, name: before } = actor.tenant;
  return inTransaction<{ id: string; name: string }, "owner_required">(ctx, async (tx) => {
    await lockTeam(tx, [], [id]);
    if (!mayManage(await roleIn(tx, id, actor.user.id), "MEMBER")) return err("owner_required");
    await tx.tenant.update({ where: { id }, data: { name: input.name } });
    await recordAuditEvent(ctx, tx, {
      action: "tenant.renamed",
      actor,
      target: { type: "tenant", id },
      details: { from: before, to: input.name },
    });
    if (input.name !== before) {
      await tellLeaders(ctx, tx, actor, actor.tenant, { setting: "organizationName", value: input.name });
    }
    return ok({ id, name: input.name });
  });
}
