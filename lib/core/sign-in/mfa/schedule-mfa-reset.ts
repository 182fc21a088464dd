import type { MfaReset } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { type AdminActor, requireRecentProof } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { type Database, inTransaction, type Transaction } from "../../kernel/database";
import { secondsAfter } from "../../kernel/lifetimes";
import { mintToken } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { tokenUrl } from "../../mail/mail-links";
import { lockUser } from "../../users/lock-user";

type Refusal = "user_not_found" | "mfa_not_enabled" | "mfa_reset_pending" | "step_up_required";

/**
 * An admin's answer to a lost device. It waits for `config.mfaResetDelaySeconds`, and the owner is mailed a link that
 * stops it: whoever talked an admin into it has not won yet. Until then signing in asks for the second factor as always.
 */
export async function scheduleMfaReset(
  ctx: CoreContext,
  admin: AdminActor,
  input: { userId: string; reason: string },
): Promise<Result<{ dueAt: Date }, Refusal>> {
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
  if (!isId(input.userId)) return err("user_not_found");
  return inTransaction<{ dueAt: Date }, Refusal>(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, input.userId);
    const user = await tx.user.findUnique({ where: { id: input.userId }, include: { totpCredential: true } });
    if (!user) return err("user_not_found");
    if (!user.totpCredential) return err("mfa_not_enabled");
    if (await findPendingReset(tx, user.id)) return err("mfa_reset_pending");
    const dueAt = secondsAfter(now, ctx.config.mfaResetDelaySeconds);
    const reset = await tx.mfaReset.create({
      data: { userId: user.id, requestedBy: admin.user.email, reason: input.reason, createdAt: now, dueAt },
    });
    const token = await mintToken(tx, {
      purpose: "MFA_RESET_CANCEL",
      email: user.email,
      userId: user.id,
      expiresAt: dueAt,
    });
    await recordAuditEvent(ctx, tx, {
      action: "mfa.reset_scheduled",
      actor: admin,
      target: { type: "user", id: user.id },
      subjectId: user.id,
      details: { reason: reset.reason, dueAt: dueAt.toISOString() },
    });
    await ctx.mailer.enqueue(tx, {
      template: "mfa-reset-scheduled",
      to: user.email,
      locale: user.locale,
      props: { name: user.name, reason: reset.reason, dueAt, cancelUrl: tokenUrl(ctx.config, "keep-mfa", token) },
    });
    return ok({ dueAt });
  });
}

/** The reset that waits for this account, or null. */
export function findPendingReset(db: Database | Transaction, userId: string): Promise<MfaReset | null> {
  return db.mfaReset.findFirst({ where: { userId, cancelledAt: null, completedAt: null } });
}
