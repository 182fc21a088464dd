import type { InviteInput } from "@/lib/values/team";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { invitationSeconds, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { mayManage, toTenantRole } from "../users/team-roles";
import { senderMayInvite } from "./invitation-sender";
import { issueInvitation, takeInvitationLimits, voidInvitationTokens } from "./issue-invitation";
import { lockTeam } from "./lock-team";
import { requireRoom } from "./plan-limits";

type Refusal = "owner_required" | "already_member" | "plan_limit_reached" | "rate_limited" | "step_up_required";

/**
 * Invites an address into the actor's tenant, for 14 days; an earlier open invitation of it gives way. Owners may give
 * any role, admins all but that of an owner. Answers alike for an address that has an account elsewhere and one that
 * nobody knows. Needs a recent proof.
 */
export async function invite(
  ctx: CoreContext,
  actor: UserActor,
  input: InviteInput,
): Promise<Result<{ id: string; expiresAt: Date }, Refusal>> {
  const tenantId = actor.tenant.id;
  const role = toTenantRole(input.role);
  if (!mayManage(actor.user.tenantRole, role)) return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const members = await ctx.db.user.count({ where: { tenantId, email: input.email } });
  if (members > 0) return err("already_member");
  const limited = await takeInvitationLimits(ctx, actor);
  if (!limited.ok) return limited;

  return inTransaction<{ id: string; expiresAt: Date }, Refusal>(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockTeam(tx, [actor.user.id], [tenantId]);
    if (!(await senderMayInvite(tx, { tenantId, invitedById: actor.user.id, role }))) return err("owner_required");
    if ((await tx.user.count({ where: { tenantId, email: input.email } })) > 0) return err("already_member");
    const replaced = await tx.invitation.updateManyAndReturn({
      where: { tenantId, email: input.email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    const room = await requireRoom(ctx, tx, tenantId, "members");
    if (!room.ok) return room;
    await voidInvitationTokens(
      ctx,
      tx,
      replaced.map(({ id }) => id),
    );
    const invitation = await tx.invitation.create({
      data: {
        ...{ tenantId, role, email: input.email, invitedById: actor.user.id, createdAt: now },
        expiresAt: secondsAfter(now, invitationSeconds),
      },
    });
    const issued = await issueInvitation(ctx, tx, actor, invitation);
    if (!issued.ok) return issued;
    await recordAuditEvent(ctx, tx, {
      action: "invitation.sent",
      actor,
      target: { type: "invitation", id: invitation.id },
      details: { tenantId, email: input.email, role: input.role },
    });
    return ok({ id: invitation.id, expiresAt: invitation.expiresAt });
  });
}
