import type { CreateApiKeyInput } from "@/lib/values/forms";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { sendSecurityNotice } from "../users/security-notice";
import { type ApiKeyView, apiKeyInclude, toApiKeyView } from "./api-key-view";
import { holdRoomForKey } from "./hold-room";
import { newApiKey } from "./key-format";

type Refusal =
  | "step_up_required"
  | "project_not_found"
  | "too_many_api_keys"
  | "plan_limit_reached"
  | "validation_failed";

/**
 * Makes a key for some of the tenant's projects. The whole key is in the answer and nowhere else, ever. Needs a recent
 * proof, or a stolen session could make itself a lasting way in.
 */
export async function createApiKey(
  ctx: CoreContext,
  actor: UserActor,
  input: CreateApiKeyInput,
): Promise<Result<{ key: string; view: ApiKeyView }, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const now = ctx.clock.now();
  if (input.expiresAt && input.expiresAt <= now) {
    return err("validation_failed", { fieldErrors: { expiresAt: ["expiry_past"] } });
  }
  const projectIds = [...new Set(input.projectIds)];
  if (!projectIds.every(isId)) return err("project_not_found");
  return inTransaction<{ key: string; view: ApiKeyView }, Refusal>(ctx, async (tx) => {
    const room = await holdRoomForKey(tx, actor, now);
    if (!room.ok) return room;
    // Held until the key is written: a project that is being deleted is waited for.
    const held = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM projects WHERE id = ANY(${projectIds}::uuid[]) AND tenant_id = ${actor.tenant.id}::uuid FOR KEY SHARE`;
    if (held.length !== projectIds.length) return err("project_not_found");
    const { key, ...stored } = newApiKey();
    const row = await tx.apiKey.create({
      data: {
        ...stored,
        userId: actor.user.id,
        tenantId: actor.tenant.id,
        name: input.name,
        createdAt: now,
        expiresAt: input.expiresAt ?? null,
        projects: { create: projectIds.map((projectId) => ({ projectId })) },
      },
      include: apiKeyInclude,
    });
    await recordAuditEvent(ctx, tx, {
      action: "api_key.created",
      actor,
      target: { type: "api_key", id: row.id },
      details: { apiKey: row.name, projects: projectIds },
    });
    await sendSecurityNotice(ctx, tx, actor.user, "api-key-created", { keyName: row.name });
    return ok({ key, view: toApiKeyView(row, now) });
  });
}

export function countLiveKeys(tx: Transaction, userId: string, now: Date): Promise<number> {
  return tx.apiKey.count({
    where: { userId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  });
}
