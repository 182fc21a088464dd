import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { newRecoveryCodes, storeRecoveryCodes } from "./recovery-codes";

/** Replaces all recovery codes; the old ones die at once. The new ones are shown once. */
export async function regenerateRecoveryCodes(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<{ recoveryCodes: string[] }, "mfa_not_enabled" | "step_up_required">> {
  if (!actor.user.mfaEnabled) return err("mfa_not_enabled");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const { codes, hashes } = newRecoveryCodes();
  return inTransaction<{ recoveryCodes: string[] }, "mfa_not_enabled">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    const credential = await tx.totpCredential.findUnique({ where: { userId: actor.user.id } });
    if (!credential) return err("mfa_not_enabled");
    await storeRecoveryCodes(tx, actor.user.id, hashes, ctx.clock.now());
    await recordAuditEvent(ctx, tx, { action: "mfa.recovery_codes_regenerated", actor });
    await sendSecurityNotice(ctx, tx, actor.user, "recovery-codes-regenerated", {});
    return ok({ recoveryCodes: codes });
  });
}
