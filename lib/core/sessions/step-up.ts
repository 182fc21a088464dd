import type { StepUpInput } from "@/lib/values/forms";
import { lockUser } from "../account/lock-user";
import type { UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { secondsAfter, stepUpSeconds } from "../lifetimes";
import { attemptCode } from "../login/attempt";
import { verifyPassword } from "../login/verify-password";
import { consumeSecondFactor } from "../mfa/consume-second-factor";
import { err, ok, type Result } from "../result";

type Refusal = "invalid_credentials" | "mfa_code_invalid" | "mfa_not_enabled" | "rate_limited";

/** "code": the password was right and is recorded, but where MFA is on a second factor is needed, too. */
type Outcome = { next: "proven"; provenUntil: Date } | { next: "code" };

/**
 * Renews one of the session's proofs: the first factor with the password, the second with a code. Where MFA is on, acts on
 * the account's security need the second, so the password alone proves too little.
 */
export async function stepUp(
  ctx: CoreContext,
  actor: UserActor,
  input: StepUpInput,
): Promise<Result<Outcome, Refusal>> {
  const isPassword = "password" in input;
  const proof =
    "password" in input ? await provePassword(ctx, actor, input.password) : await proveCode(ctx, actor, input.code);
  if (!proof.ok) return proof;
  const now = ctx.clock.now();
  await ctx.db.$transaction(async (tx) => {
    await tx.session.updateMany({
      where: { id: actor.session.id, revokedAt: null },
      data: {
        ...(isPassword ? { firstFactorAt: now } : { secondFactorAt: now }),
        amr: [...new Set([...actor.session.amr, proof.value])],
      },
    });
    await recordAuditEvent(ctx, tx, { action: "session.stepped_up", actor, details: { with: proof.value } });
  });
  if (isPassword && actor.user.mfaEnabled) return ok({ next: "code" });
  return ok({ next: "proven", provenUntil: secondsAfter(now, stepUpSeconds) });
}

async function provePassword(ctx: CoreContext, actor: UserActor, password: string): Promise<Result<string, Refusal>> {
  const proof = await verifyPassword(ctx, { act: "step_up", userId: actor.user.id, actor }, password);
  return proof.ok ? ok("pwd") : proof;
}

async function proveCode(ctx: CoreContext, actor: UserActor, code: string): Promise<Result<string, Refusal>> {
  if (!actor.user.mfaEnabled) return err("mfa_not_enabled");
  const userId = actor.user.id;
  return attemptCode<string, Refusal>(ctx, { act: "step_up", userId, actor, code }, (attempt) =>
    inTransaction<string, Refusal>(ctx, async (tx) => {
      await lockUser(tx, userId);
      const factor = await consumeSecondFactor(ctx, tx, actor.user, attempt);
      return factor ? ok(factor) : err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });
    }),
  );
}
