import { recordAuditEvent } from "../../audit/record-audit-event";
import { gaveFirstFactor, gaveSecondFactor, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { endOtherSessions } from "../../sessions/end-sessions";
import type { IssuedSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { attemptCode } from "../attempt";
import { verifyPassword } from "../verify-password";
import { consumeSecondFactor } from "./consume-second-factor";
import { mfaRequiredSince } from "./requirement";

type Refusal =
  | "mfa_required"
  | "invalid_credentials"
  | "mfa_code_invalid"
  | "mfa_not_enabled"
  | "rate_limited"
  | "step_up_required"
  | "unauthenticated";

interface Outcome {
  /** Null where the API's document keeps the token. */
  session: IssuedSession | null;
}

/** At least one of them; what is left out must have been given by this session in the last ten minutes. */
interface Factors {
  currentPassword?: string | undefined;
  code?: string | undefined;
}

/**
 * Turns MFA off with both factors: a stolen session that knows one of them must not (the gap of CVE-2026-3429). The
 * native API asks for both at once; for an API whose document asks for one, the session must have given the other itself
 * within the last ten minutes. Recovery codes die, the account's other sessions end,
 * and this one is renewed.
 */
export async function disableMfa(
  ctx: CoreContext,
  actor: UserActor,
  input: Factors,
): Promise<Result<Outcome, Refusal>> {
  if (!actor.user.mfaEnabled) return err("mfa_not_enabled");
  if (await mfaRequiredSince(ctx.db, actor.user.id)) return err("mfa_required");
  const userId = actor.user.id;
  const hasFirst = input.currentPassword !== undefined || gaveFirstFactor(ctx, actor);
  const hasSecond = input.code !== undefined || gaveSecondFactor(ctx, actor);
  const hasOneInHand = input.currentPassword !== undefined || input.code !== undefined;
  if (!hasFirst || !hasSecond || !hasOneInHand) return err("step_up_required");
  if (input.currentPassword !== undefined) {
    const password = await verifyPassword(ctx, { act: "disable_mfa", userId, actor }, input.currentPassword);
    if (!password.ok) return password;
  }
  const { code } = input;
  const turnOff = (prove: (tx: Transaction) => Promise<boolean>) =>
    inTransaction<Outcome, Refusal>(ctx, async (tx) => {
      const now = ctx.clock.now();
      await lockUser(tx, userId);
      const credential = await tx.totpCredential.findUnique({ where: { userId } });
      if (!credential) return err("mfa_not_enabled");
      if (await mfaRequiredSince(tx, userId)) return err("mfa_required");
      if (!(await prove(tx))) return err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });
      await tx.totpCredential.delete({ where: { userId } });
      // An authenticator that follows soon was let in by this one, and is as old.
      await tx.user.update({
        where: { id: userId },
        data: { secondFactorOffAt: now, secondFactorSince: credential.ownedSince ?? credential.enabledAt },
      });
      await tx.recoveryCode.deleteMany({ where: { userId } });
      const given = { first: input.currentPassword !== undefined, second: code !== undefined };
      const renewed = await endOtherSessions(ctx, tx, actor, "mfa_changed", given);
      if (!renewed.ok) return renewed;
      await recordAuditEvent(ctx, tx, { action: "mfa.disabled", actor, details: { method: "totp" } });
      await sendSecurityNotice(ctx, tx, actor.user, "mfa-disabled", {});
      return ok({ session: renewed.value.session });
    });
  if (code === undefined) return turnOff(async () => true);
  return attemptCode<Outcome, Refusal>(ctx, { act: "disable_mfa", userId, actor, code }, (attempt) =>
    turnOff(async (tx) => (await consumeSecondFactor(ctx, tx, actor.user, attempt)) !== null),
  );
}
