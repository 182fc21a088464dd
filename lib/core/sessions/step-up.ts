import type { StepUpInput } from "@/lib/values/forms";
import { lockUser } from "../account/lock-user";
import type { UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { secondsAfter, stepUpSeconds } from "../lifetimes";
import { clearAttempts, releaseAttempt, reserveAttempt } from "../login/attempt-budget";
import { verifyPassword } from "../login/verify-password";
import { consumeSecondFactor } from "../mfa/consume-second-factor";
import { err, ok, type Result } from "../result";

type Refusal = "invalid_credentials" | "mfa_code_invalid" | "mfa_not_enabled" | "rate_limited";

/** Renews the proof that acts on the account's security need, with the password or a second-factor code. */
export async function stepUp(
  ctx: CoreContext,
  actor: UserActor,
  input: StepUpInput,
): Promise<Result<{ provenUntil: Date }, Refusal>> {
  const proof =
    "password" in input ? await provePassword(ctx, actor, input.password) : await proveCode(ctx, actor, input.code);
  if (!proof.ok) return proof;
  const now = ctx.clock.now();
  await ctx.db.$transaction(async (tx) => {
    await tx.session.updateMany({
      where: { id: actor.session.id, revokedAt: null },
      data: { authenticatedAt: now, amr: [...new Set([...actor.session.amr, proof.value])] },
    });
    await recordAuditEvent(ctx, tx, { action: "session.stepped_up", actor, details: { with: proof.value } });
  });
  return ok({ provenUntil: secondsAfter(now, stepUpSeconds) });
}

async function provePassword(ctx: CoreContext, actor: UserActor, password: string): Promise<Result<string, Refusal>> {
  const proof = await verifyPassword(ctx, actor.user.id, password);
  return proof.ok ? ok("pwd") : proof;
}

async function proveCode(ctx: CoreContext, actor: UserActor, code: string): Promise<Result<string, Refusal>> {
  if (!actor.user.mfaEnabled) return err("mfa_not_enabled");
  const reservation = await reserveAttempt(ctx, actor.user.id);
  if (!reservation.allowed) return err("rate_limited", { retryAfterSeconds: reservation.retryAfterSeconds });
  const outcome = await inTransaction<string, Refusal>(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    const factor = await consumeSecondFactor(ctx, tx, actor.user, code);
    return factor ? ok(factor) : err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });
  });
  if (outcome.ok) await clearAttempts(ctx.db, reservation.attempt);
  else if (outcome.error.code !== "mfa_code_invalid") await releaseAttempt(ctx, reservation.attempt);
  return outcome;
}
