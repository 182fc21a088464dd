import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";

/** Ends one key of anybody, at once, and tells its owner. */
export async function revokeUserApiKey(
  ctx: CoreContext,
  admin: AdminActor,
  input: { id: string },
): Promise<Result<undefined, "api_key_not_found" | "step_up_required">> {
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
  if (!isId(input.id)) return err("api_key_not_found");
  return inTransaction<undefined, "api_key_not_found">(ctx, async (tx) => {
    const ended = await tx.apiKey.updateMany({
      where: { id: input.id, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    });
    if (ended.count === 0) return err("api_key_not_found");
    const key = await tx.apiKey.findUniqueOrThrow({ where: { id: input.id }, include: { user: true } });
    await recordAuditEvent(ctx, tx, {
      action: "api_key.revoked",
      actor: admin,
      target: { type: "api_key", id: key.id },
      subjectId: key.userId,
      details: { apiKey: key.name },
    });
    const { name, email, locale } = key.user;
    await ctx.mailer.enqueue(tx, {
      template: "api-key-revoked-by-admin",
      to: email,
      locale,
      props: { name, keyName: key.name, keysUrl: `${ctx.config.appUrl}/account/api-keys` },
    });
    return ok();
  });
}
