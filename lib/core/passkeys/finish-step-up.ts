import type { PasskeyAnswer } from "@/lib/values/passkeys";
import { lockUser } from "../account/lock-user";
import type { UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { secondsAfter, stepUpSeconds } from "../lifetimes";
import { err, ok, type Result } from "../result";
import { spendAssertion, verifyAssertion } from "./assertion";
import { passkeyMethod } from "./mfa-method";

/**
 * Renews both proofs with one of the account's own passkeys. It stands alone here, so its authenticator must have checked
 * who holds it.
 */
export async function finishPasskeyStepUp(
  ctx: CoreContext,
  actor: UserActor,
  { response }: PasskeyAnswer,
): Promise<Result<{ provenUntil: Date }, "passkey_rejected">> {
  const userId = actor.user.id;
  const assertion = await verifyAssertion(ctx, response, { ceremony: "STEP_UP", userId, verifiesUser: true });
  if (!assertion) return err("passkey_rejected");
  return inTransaction<{ provenUntil: Date }, "passkey_rejected">(ctx, async (tx) => {
    await lockUser(tx, userId);
    if (!(await spendAssertion(ctx, tx, assertion))) return err("passkey_rejected");
    const now = ctx.clock.now();
    const amr = [...new Set([...actor.session.amr, passkeyMethod.amr])];
    await tx.session.updateMany({
      where: { id: actor.session.id, revokedAt: null },
      data: { firstFactorAt: now, secondFactorAt: now, amr },
    });
    await recordAuditEvent(ctx, tx, { action: "session.stepped_up", actor, details: { with: passkeyMethod.amr } });
    return ok({ provenUntil: secondsAfter(now, stepUpSeconds) });
  });
}
