import { recordAuditEvent } from "../audit/record-audit-event";
import { type ProofAsked, requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { ok, type Result } from "../kernel/result";
import { endSessions } from "./end-sessions";

/** Signs the actor out everywhere, here too. Needs a recent proof unless `proof` says otherwise. */
export async function revokeAllSessions(
  ctx: CoreContext,
  actor: UserActor,
  proof: "session",
): Promise<Result<{ revoked: number }>>;
export async function revokeAllSessions(
  ctx: CoreContext,
  actor: UserActor,
  proof?: ProofAsked,
): Promise<Result<{ revoked: number }, "step_up_required">>;
export async function revokeAllSessions(
  ctx: CoreContext,
  actor: UserActor,
  proof: ProofAsked = "recent",
): Promise<Result<{ revoked: number }, "step_up_required">> {
  if (proof === "recent") {
    const recent = requireRecentProof(ctx, actor);
    if (!recent.ok) return recent;
  }
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const revoked = await endSessions(tx, actor.user.id, now, "revoked_by_user");
    await recordAuditEvent(ctx, tx, { action: "session.all_revoked", actor, details: { revoked } });
    return ok({ revoked });
  });
}
