import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";

/** Ends one of the actor's keys, at once. Somebody else's, an ended and an unknown one are answered alike. */
export async function revokeApiKey(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<undefined, "api_key_not_found" | "step_up_required">> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  if (!isId(input.id)) return err("api_key_not_found");
  return inTransaction<undefined, "api_key_not_found">(ctx, async (tx) => {
    const ended = await tx.apiKey.updateManyAndReturn({
      where: { id: input.id, userId: actor.user.id, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    });
    const [key] = ended;
    if (!key) return err("api_key_not_found");
    await recordAuditEvent(ctx, tx, {
      action: "api_key.revoked",
      actor,
      target: { type: "api_key", id: key.id },
      details: { apiKey: key.name },
    });
    return ok();
  });
}

/** Ends every key of the actor: for when it is not known which one has leaked. */
export async function revokeAllApiKeys(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<{ revoked: number }, "step_up_required">> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return inTransaction(ctx, async (tx) => {
    const ended = await tx.apiKey.updateMany({
      where: { userId: actor.user.id, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    });
    await recordAuditEvent(ctx, tx, { action: "api_key.revoked", actor, details: { revoked: ended.count } });
    return ok({ revoked: ended.count });
  });
}
