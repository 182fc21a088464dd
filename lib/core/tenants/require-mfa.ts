import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockWholeTeam } from "./lock-team";
import { tellLeaders } from "./mail-leaders";
import { roleIn } from "./membership";

/** Whether an organization requires two-factor authentication of its members, and since when. */
export interface TeamMfa {
  required: boolean;
  /** Null: it does not. */
  since: Date | null;
}

export async function getTeamMfa(ctx: CoreContext, actor: UserActor): Promise<TeamMfa> {
  const { mfaRequiredSince: since } = await ctx.db.tenant.findUniqueOrThrow({
    where: { id: actor.tenant.id },
    select: { mfaRequiredSince: true },
  });
  return { required: since !== null, since };
}

/**
 * Turns the requirement on or off for everybody in the actor's organization; for owners. Members without a second factor
 * have seven days from now. Nobody gets them twice: not by setting it again, and not by turning it off and on. Needs a
 * recent proof, and tells owners and admins.
 */
export async function setTeamMfa(
  ctx: CoreContext,
  actor: UserActor,
  input: { required: boolean },
): Promise<Result<TeamMfa, "owner_required" | "step_up_required">> {
  if (actor.user.tenantRole !== "OWNER") return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const { id } = actor.tenant;
  return inTransaction<TeamMfa, "owner_required">(ctx, async (tx) => {
    await lockWholeTeam(tx, id);
    if ((await roleIn(tx, id, actor.user.id)) !== "OWNER") return err("owner_required");
    const { mfaRequiredSince: before } = await tx.tenant.findUniqueOrThrow({ where: { id } });
    if ((before !== null) === input.required) return ok({ required: input.required, since: before });
    const since = input.required ? ctx.clock.now() : null;
    await tx.tenant.update({ where: { id }, data: { mfaRequiredSince: since } });
    await recordAuditEvent(ctx, tx, {
      action: "tenant.mfa_requirement_changed",
      actor,
      target: { type: "tenant", id },
      details: { required: input.required },
    });
    const value = input.required ? "on" : "off";
    await tellLeaders(ctx, tx, actor, actor.tenant, { setting: "organizationMfa", value });
    return ok({ required: input.required, since });
  });
}
