import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { invitationSeconds, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { findManageableInvitation } from "./find-manageable-invitation";
import { senderMayInvite } from "./invitation-sender";
import { issueInvitation, takeInvitationLimits, voidInvitationTokens } from "./issue-invitation";
import { lockTeam } from "./lock-team";
import { requireRoom } from "./plan-limits";

type Refusal = "owner_required" | "invitation_not_found" | "plan_limit_reached" | "rate_limited" | "step_up_required";

/**
 * Mails an invitation again, for another 14 days; the link before it stops working. The actor becomes its sender. Needs
 * a recent proof.
 */
export async function resendInvitation(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<{ expiresAt: Date }, Refusal>> {
  const found = await findManageableInvitation(ctx, actor, input.id);
  if (!found.ok) return found;
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const { id, email, role } = found.value;
  const limited = await takeInvitationLimits(ctx, actor);
  if (!limited.ok) return limited;

  return inTransaction<{ expiresAt: Date }, Refusal>(ctx, async (tx) => {
    const tenantId = actor.tenant.id;
    await lockTeam(tx, [actor.user.id], [tenantId]);
    if (!(await senderMayInvite(tx, { tenantId, invitedById: actor.user.id, role }))) return err("owner_required");
    // One that has run out took no place any more.
    if (found.value.expiresAt <= ctx.clock.now()) {
      const room = await requireRoom(ctx, tx, tenantId, "members");
      if (!room.ok) return room;
    }
    const [renewed] = await tx.invitation.updateManyAndReturn({
      where: { id, acceptedAt: null, revokedAt: null },
      data: { invitedById: actor.user.id, expiresAt: secondsAfter(ctx.clock.now(), invitationSeconds) },
    });
    if (!renewed) return err("invitation_not_found");
    await voidInvitationTokens(ctx, tx, [id]);
    const issued = await issueInvitation(ctx, tx, actor, renewed);
    if (!issued.ok) return issued;
    await recordAuditEvent(ctx, tx, {
      action: "invitation.resent",
      actor,
      target: { type: "invitation", id },
      details: { tenantId, email },
    });
    return ok({ expiresAt: renewed.expiresAt });
  });
}
