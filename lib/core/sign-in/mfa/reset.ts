import { z } from "zod";
import type { MfaReset, User } from "@/generated/prisma/client";
import { idOnlySchema, resetMfaSchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { idSchema } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { act } from "../../kernel/act";
import type { CoreContext } from "../../kernel/context";
import { type Database, inTransaction, type Transaction } from "../../kernel/database";
import { secondsAfter } from "../../kernel/lifetimes";
import { consumeToken, findToken, mintToken, voidUserTokens } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { tokenUrl } from "../../mail/mail-links";
import { endSessions } from "../../sessions/end-sessions";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";

const due = z.strictObject({ dueAt: jsonDate });

/** For a lost device. Waits `config.mfaResetDelaySeconds` so the owner can cancel, who may not be the one who asked. */
export const scheduleMfaReset = act({
  access: "admin",
  stepUp: true,
  input: resetMfaSchema.extend({ id: idSchema }),
  output: due,
  errors: ["user_not_found", "mfa_not_enabled", "mfa_reset_pending", "step_up_required"],
  example: {
    input: { reason: "Lost the phone, called back on the number on file." },
    output: { dueAt: "2026-09-30T09:00:00.000Z" },
  },
  async run(ctx, admin, { id, reason }) {
    return inTransaction<z.output<typeof due>, "user_not_found" | "mfa_not_enabled" | "mfa_reset_pending">(
      ctx,
      async (tx) => {
        const now = ctx.clock.now();
        await lockUser(tx, id);
        const user = await tx.user.findUnique({ where: { id }, include: { totpCredential: true } });
        if (!user) return err("user_not_found");
        if (!user.totpCredential) return err("mfa_not_enabled");
        if (await findPendingReset(tx, user.id)) return err("mfa_reset_pending");
        const dueAt = secondsAfter(now, ctx.config.mfaResetDelaySeconds);
        await tx.mfaReset.create({
          data: { userId: user.id, requestedBy: admin.user.email, reason, createdAt: now, dueAt },
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
          details: { reason, dueAt: dueAt.toISOString() },
        });
        await ctx.mailer.enqueue(tx, {
          template: "mfa-reset-scheduled",
          to: user.email,
          locale: user.locale,
          props: { name: user.name, reason, dueAt, cancelUrl: tokenUrl(ctx.config, "keep-mfa", token) },
        });
        return ok({ dueAt });
      },
    );
  },
});

export function findPendingReset(db: Database | Transaction, userId: string): Promise<MfaReset | null> {
  return db.mfaReset.findFirst({ where: { userId, cancelledAt: null, completedAt: null } });
}

export async function cancelMfaResetByLink(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<undefined, "token_invalid">> {
  const found = await findToken(ctx.db, "MFA_RESET_CANCEL", input.token);
  if (!found?.userId) return err("token_invalid");
  const { userId } = found;
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "MFA_RESET_CANCEL", input.token, ctx.clock.now());
    if (!token || !(await stopReset(ctx, tx, userId))) return err("token_invalid");
    await recordAuditEvent(ctx, tx, { action: "mfa.reset_cancelled", actor: { id: userId, email: token.email } });
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    await sendSecurityNotice(ctx, tx, user, "mfa-reset-stopped", {});
    return ok();
  });
}

/** Step-up needs the second factor, so a session alone can't keep out an owner who lost the device. */
export const cancelOwnMfaReset = act({
  access: "user",
  stepUp: true,
  input: z.strictObject({}),
  output: z.null(),
  errors: ["mfa_reset_not_pending", "step_up_required"],
  example: { output: null },
  async run(ctx, actor) {
    return inTransaction<null, "mfa_reset_not_pending">(ctx, async (tx) => {
      await lockUser(tx, actor.user.id);
      if (!(await stopReset(ctx, tx, actor.user.id))) return err("mfa_reset_not_pending");
      await recordAuditEvent(ctx, tx, { action: "mfa.reset_cancelled", actor });
      await sendSecurityNotice(ctx, tx, actor.user, "mfa-reset-stopped", {});
      return ok(null);
    });
  },
});

export const cancelUserMfaReset = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["mfa_reset_not_pending", "step_up_required"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<null, "mfa_reset_not_pending">(ctx, async (tx) => {
      await lockUser(tx, id);
      if (!(await stopReset(ctx, tx, id))) return err("mfa_reset_not_pending");
      await recordAuditEvent(ctx, tx, {
        action: "mfa.reset_cancelled",
        actor: admin,
        target: { type: "user", id },
        subjectId: id,
      });
      return ok(null);
    });
  },
});

async function stopReset(ctx: CoreContext, tx: Transaction, userId: string): Promise<boolean> {
  const now = ctx.clock.now();
  const stopped = await tx.mfaReset.updateMany({
    where: { userId, cancelledAt: null, completedAt: null },
    data: { cancelledAt: now },
  });
  await voidUserTokens(tx, userId, ["MFA_RESET_CANCEL"], now);
  return stopped.count > 0;
}

const batch = 100;

/** Safe with several processes. */
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

/** For the command line, if the last admin lost the device. */
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

/** Requires the user's lock. */
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
