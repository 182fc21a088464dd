import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type ProofAsked, requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";

/**
 * Ends one of the actor's sessions. Somebody else's, an ended and an unknown one are answered alike. Ending another
 * than the present session needs a recent proof, so that a stolen session cannot throw out its owner; `proof` says
 * otherwise for an API that has no such thing.
 */
export async function revokeSession(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
  proof: "session",
): Promise<Result<{ loggedOut: boolean }, "session_not_found">>;
export async function revokeSession(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
  proof?: ProofAsked,
): Promise<Result<{ loggedOut: boolean }, "session_not_found" | "step_up_required">>;
export async function revokeSession(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
  proof: ProofAsked = "recent",
): Promise<Result<{ loggedOut: boolean }, "session_not_found" | "step_up_required">> {
  if (!isId(input.id)) return err("session_not_found");
  const isOwn = input.id === actor.session.id;
  if (!isOwn && proof === "recent") {
    const recent = requireRecentProof(ctx, actor);
    if (!recent.ok) return recent;
  }
  const now = ctx.clock.now();
  return inTransaction(ctx, async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: input.id, userId: actor.user.id, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now, revokedReason: "revoked_by_user" },
    });
    if (ended.count === 0) return err("session_not_found");
    await recordAuditEvent(ctx, tx, {
      action: "session.revoked",
      actor,
      target: { type: "session", id: input.id },
    });
    return ok({ loggedOut: isOwn });
  });
}
