import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { endSessions } from "../sessions/end-sessions";
import { mayManage, toTeamRole } from "../users/team-roles";
import { findHeldMember } from "./find-member";
import { moveToOwnTenant, roleIn } from "./membership";

type Refusal = "owner_required" | "member_not_found" | "step_up_required";

/**
 * Takes somebody out of the tenant: owners anybody, admins anybody but owners. Their account stays, with a tenant of
 * its own; all their sessions end, and they are told. Oneself leaves instead. Needs a recent proof.
 */
export async function removeMember(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<undefined, Refusal>> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;

  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { id: tenantId, name: organization } = actor.tenant;
    const held = await findHeldMember(tx, actor, input.id);
    if (!held.ok) return held;
    if (held.value.id === actor.user.id) return err("member_not_found");
    const member = held.value;
    if (!mayManage(await roleIn(tx, tenantId, actor.user.id), member.tenantRole)) return err("owner_required");
    await moveToOwnTenant(ctx, tx, member);
    await endSessions(tx, member.id, now, "removed_from_team");
    await recordAuditEvent(ctx, tx, {
      action: "member.removed",
      actor,
      target: { type: "user", id: member.id },
      subjectId: member.id,
      details: { tenantId, organization, role: toTeamRole(member.tenantRole) },
    });
    const { name, email, locale } = member;
    await ctx.mailer.enqueue(tx, { template: "team-removed", to: email, locale, props: { name, organization } });
    return ok();
  });
}
