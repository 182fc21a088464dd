import type { StepUpInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { secondsAfter, stepUpSeconds } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { renewSession } from "../sessions/end-sessions";
import type { IssuedSession } from "../sessions/issue-session";
import { lockUser } from "../users/lock-user";
import { attemptCode } from "./attempt";
import { consumeSecondFactor } from "./mfa/methods";
import { verifyPassword } from "./verify-password";

type Refusal = "invalid_credentials" | "mfa_code_invalid" | "mfa_not_enabled" | "rate_limited" | "unauthenticated";

/** "code": a code is needed too. */
type Outcome = { next: "proven"; provenUntil: Date; session: IssuedSession } | { next: "code" };

/** With 2FA on, the password alone isn't enough. Renews a proven session. */
export async function stepUp(
  ctx: CoreContext,
  actor: UserActor,
  input: StepUpInput,
): Promise<Result<Outcome, Refusal>> {
  const isPassword = "password" in input;
  const proof =
    "password" in input ? await provePassword(ctx, actor, input.password) : await proveCode(ctx, actor, input.code);
  if (!proof.ok) return proof;
  return inTransaction<Outcome, Refusal>(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, actor.user.id);
    if (isPassword && actor.user.mfaEnabled) {
      await tx.session.updateMany({ where: { id: actor.session.id, revokedAt: null }, data: { firstFactorAt: now } });
      await recordAuditEvent(ctx, tx, { action: "session.stepped_up", actor, details: { with: proof.value } });
      return ok({ next: "code" as const });
    }
    const given = { first: isPassword, second: !isPassword, amr: [proof.value] };
    const renewed = await renewSession(ctx, tx, actor, given);
    if (!renewed.ok) return renewed;
    const session = renewed.value;
    await recordAuditEvent(ctx, tx, {
      action: "session.stepped_up",
      actor,
      target: { type: "session", id: session.sessionId },
      details: { with: proof.value, replaced: actor.session.id },
    });
    return ok({ next: "proven" as const, provenUntil: secondsAfter(now, stepUpSeconds), session });
  });
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
