import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { mayManage } from "../users/team-roles";
import { findManageableInvitation } from "./find-manageable-invitation";
import { voidInvitationTokens } from "./issue-invitation";
import { lockTeam } from "./lock-team";
import { roleIn } from "./membership";

type Refusal = "owner_required" | "invitation_not_found";

/** Withdraws an invitation: its link stops working. Either it was accepted before, or nobody ever joins by it. */
export async function revokeInvitation(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<undefined, Refusal>> {
  const found = await findManageableInvitation(ctx, actor, input.id);
  if (!found.ok) return found;
  const { id, email, role } = found.value;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const tenantId = actor.tenant.id;
    await lockTeam(tx, [], [tenantId]);
    if (!mayManage(await roleIn(tx, tenantId, actor.user.id), role)) return err("owner_required");
    const revoked = await tx.invitation.updateMany({
      where: { id, acceptedAt: null, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    });
    if (revoked.count === 0) return err("invitation_not_found");
    await voidInvitationTokens(ctx, tx, [id]);
    await recordAuditEvent(ctx, tx, {
      action: "invitation.revoked",
      actor,
      target: { type: "invitation", id },
      details: { tenantId, email },
    });
    return ok();
  });
}
