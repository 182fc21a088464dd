import { requireRecentProof, type UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { ok, type Result } from "../result";
import { endSessions } from "./end-sessions";

/** Ends every session of the actor but the present one, in all APIs. */
export async function revokeOtherSessions(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<{ revoked: number }, "step_up_required">> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return inTransaction(ctx, async (tx) => {
    const revoked = await endSessions(tx, actor.user.id, ctx.clock.now(), "revoked_by_user", actor.session.id);
    await recordAuditEvent(ctx, tx, { action: "session.others_revoked", actor, details: { revoked } });
    return ok({ revoked });
  });
}
