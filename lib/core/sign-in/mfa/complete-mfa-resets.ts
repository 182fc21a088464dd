import type { User } from "@/generated/prisma/client";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { voidUserTokens } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { endSessions } from "../../sessions/end-sessions";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";

/** Resets done by one call at most. */
const batch = 100;

/** Does the resets whose time has come, each once, however many processes do this at the same moment. */
export async function completeDueMfaResets(ctx: CoreContext): Promise<number> {
  const due = await ctx.db.mfaReset.findMany({
    where: { dueAt: { lte: ctx.clock.now() }, cancelledAt: null, completedAt: null },
    orderBy: { dueAt: "asc" },
    take: batch,
  });
  let done = 0;
  for (const reset of due) {
    await ctx.db.$transaction(async (tx) => {
      const now = ctx.clock.now();
      await lockUser(tx, reset.userId);
      const taken = await tx.mfaReset.updateMany({
        where: { id: reset.id, cancelledAt: null, completedAt: null },
        data: { completedAt: now },
      });
      if (taken.count === 0) return;
      const user = await tx.user.findUniqueOrThrow({ where: { id: reset.userId } });
      await removeSecondFactor(ctx, tx, user, { requestedBy: reset.requestedBy });
      done += 1;
    });
  }
  return done;
}

/**
 * Removes a second factor at once, for whoever runs the server: the way out when the last admin has lost theirs.
 */
export async function resetMfaNow(
  ctx: CoreContext,
  input: { email: string },
): Promise<Result<undefined, "user_not_found" | "mfa_not_enabled">> {
  return inTransaction<undefined, "user_not_found" | "mfa_not_enabled">(ctx, async (tx) => {
    const known = await tx.user.findUnique({ where: { email: input.email }, select: { id: true } });
    if (!known) return err("user_not_found");
    await lockUser(tx, known.id);
    const user = await tx.user.findUniqueOrThrow({ where: { id: known.id }, include: { totpCredential: true } });
    if (!user.totpCredential) return err("mfa_not_enabled");
    const now = ctx.clock.now();
    await tx.mfaReset.updateMany({
      where: { userId: user.id, cancelledAt: null, completedAt: null },
      data: { completedAt: now },
    });
    await removeSecondFactor(ctx, tx, user, { requestedBy: "command line" });
    return ok();
  });
}

/** The caller holds the account's lock. */
async function removeSecondFactor(
  ctx: CoreContext,
  tx: Transaction,
  user: User,
  details: { requestedBy: string },
): Promise<void> {
  const now = ctx.clock.now();
  await tx.totpCredential.deleteMany({ where: { userId: user.id } });
  await tx.totpEnrolment.deleteMany({ where: { userId: user.id } });
  await tx.recoveryCode.deleteMany({ where: { userId: user.id } });
  await voidUserTokens(tx, user.id, ["MFA_RESET_CANCEL"], now);
  await endSessions(tx, user.id, now, "mfa_reset");
  await recordAuditEvent(ctx, tx, {
    action: "mfa.reset",
    actor: "system",
    target: { type: "user", id: user.id },
    subjectId: user.id,
    details,
  });
  await sendSecurityNotice(ctx, tx, user, "mfa-reset", {});
}
