import { recordAuditEvent } from "../../audit/record-audit-event";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { secondsAfter } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { endOtherSessions } from "../../sessions/end-sessions";
import type { IssuedSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { attemptCode } from "../attempt";
import { newRecoveryCodes, type RecoveryCodeShape, storeRecoveryCodes } from "./recovery-codes";
import { matchTotpStep } from "./totp";
import { totpMethod } from "./totp-method";

/** An authenticator that is set up so soon after its predecessor was turned off, with a code, is as old as that one. */
const successionSeconds = 24 * 60 * 60;

type Refusal = "mfa_code_invalid" | "mfa_not_set_up" | "mfa_already_enabled" | "rate_limited" | "unauthenticated";

interface Enabled {
  recoveryCodes: string[];
  session: IssuedSession | null;
}

/**
 * Turns MFA on with a code of the pending secret. That code is spent: its time step signs nobody in. The account's
 * other sessions, opened without a second factor, end, and this one is renewed.
 */
export async function enableMfa(
  ctx: CoreContext,
  actor: UserActor,
  input: { code: string },
  /** Hands out codes of this shape now, in place of those that the set-up showed. */
  shape?: RecoveryCodeShape,
): Promise<Result<Enabled, Refusal>> {
  const userId = actor.user.id;
  if (actor.user.mfaEnabled) return err("mfa_already_enabled");
  const enrolment = await ctx.db.totpEnrolment.findUnique({ where: { userId } });
  if (!enrolment || enrolment.expiresAt <= ctx.clock.now()) return err("mfa_not_set_up");

  const guess = { act: "enable_mfa" as const, userId, actor, code: input.code };
  return attemptCode<Enabled, Refusal>(ctx, guess, async () => {
    const step = await matchTotpStep(ctx, userId, enrolment.sealedSecret, input.code);
    if (step === null) return err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });

    return inTransaction<Enabled, Refusal>(ctx, async (tx) => {
      const now = ctx.clock.now();
      await lockUser(tx, userId);
      const taken = await tx.totpEnrolment.deleteMany({ where: { userId, sealedSecret: enrolment.sealedSecret } });
      if (taken.count === 0) return err("mfa_not_set_up");
      const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
      const followsOwn = before.secondFactorOffAt && before.secondFactorOffAt > secondsAfter(now, -successionSeconds);
      const ownedSince = followsOwn ? before.secondFactorSince : null;
      await tx.totpCredential.create({
        data: { userId, sealedSecret: enrolment.sealedSecret, lastStep: step, enabledAt: now, ownedSince },
      });
      const fresh = shape ? newRecoveryCodes(shape) : null;
      await storeRecoveryCodes(tx, userId, fresh?.hashes ?? enrolment.recoveryCodeHashes, now);
      const given = { second: true, amr: [totpMethod.amr] };
      const renewed = await endOtherSessions(ctx, tx, actor, "mfa_changed", given);
      if (!renewed.ok) return renewed;
      const { session } = renewed.value;
      // A kept token gave its code in this request. Panguard's document turns MFA off with it and the password next.
      if (!session) await tx.session.update({ where: { id: actor.session.id }, data: { secondFactorAt: now } });
      await recordAuditEvent(ctx, tx, { action: "mfa.enabled", actor, details: { method: "totp" } });
      await sendSecurityNotice(ctx, tx, actor.user, "mfa-enabled", {});
      return ok({ recoveryCodes: fresh?.codes ?? [], session });
    });
  });
}
