import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { earlierOf, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { lockUser } from "../users/lock-user";
import { sendSecurityNotice } from "../users/security-notice";
import { type ApiKeyView, apiKeyInclude, toApiKeyView } from "./api-key-view";
import { countLiveKeys } from "./create-api-key";
import { apiKeysMax } from "./hold-room";
import { newApiKey } from "./key-format";

type Refusal = "api_key_not_found" | "too_many_api_keys" | "step_up_required";

/**
 * Puts a new key in the place of a live one, with its name, projects and time to live. The old one works on for
 * `overlapHours`, so that programs can change over without a gap. A key is rotated once.
 */
export async function rotateApiKey(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string; overlapHours: number },
): Promise<Result<{ key: string; view: ApiKeyView }, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  if (!isId(input.id)) return err("api_key_not_found");
  const now = ctx.clock.now();
  return inTransaction<{ key: string; view: ApiKeyView }, Refusal>(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    const old = await tx.apiKey.findFirst({
      where: {
        id: input.id,
        userId: actor.user.id,
        tenantId: actor.tenant.id,
        revokedAt: null,
        replacedById: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      },
      include: { projects: true },
    });
    if (!old) return err("api_key_not_found");
    if ((await countLiveKeys(tx, actor.user.id, now)) >= apiKeysMax) return err("too_many_api_keys");
    const { key, ...stored } = newApiKey();
    const livesFor = old.expiresAt ? old.expiresAt.getTime() - old.createdAt.getTime() : null;
    const row = await tx.apiKey.create({
      data: {
        ...stored,
        userId: old.userId,
        tenantId: old.tenantId,
        name: old.name,
        createdAt: now,
        expiresAt: livesFor === null ? null : new Date(now.getTime() + livesFor),
        projects: { create: old.projects.map(({ projectId }) => ({ projectId })) },
      },
      include: apiKeyInclude,
    });
    const overlapEnd = secondsAfter(now, input.overlapHours * 3600);
    await tx.apiKey.update({
      where: { id: old.id },
      data: {
        replacedById: row.id,
        expiresAt: old.expiresAt ? earlierOf(old.expiresAt, overlapEnd) : overlapEnd,
        // It ends on purpose: nobody needs to be reminded.
        warnedWeekAt: now,
        warnedDayAt: now,
      },
    });
    await recordAuditEvent(ctx, tx, {
      action: "api_key.rotated",
      actor,
      target: { type: "api_key", id: old.id },
      details: { apiKey: old.name, newApiKeyId: row.id, overlapHours: input.overlapHours },
    });
    await sendSecurityNotice(ctx, tx, actor.user, "api-key-created", { keyName: row.name });
    return ok({ key, view: toApiKeyView(row, now) });
  });
}
