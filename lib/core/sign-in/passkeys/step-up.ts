import type { PasskeyAnswer } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { secondsAfter, stepUpSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { renewSession } from "../../sessions/end-sessions";
import type { IssuedSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { passkeyMethod } from "../mfa/methods";
import { ownOptions, type RequestOptions, spendAssertion, verifyAssertion } from "./assertion";

export async function startPasskeyStepUp(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<RequestOptions, "passkey_not_found">> {
  return ownOptions(ctx, { ceremony: "STEP_UP", userId: actor.user.id, userVerification: "required" });
}

type Refusal = "passkey_rejected" | "unauthenticated";

interface Outcome {
  provenUntil: Date;
  session: IssuedSession;
}

/** Requires user verification, since it counts as both factors. */
export async function finishPasskeyStepUp(
  ctx: CoreContext,
  actor: UserActor,
  { response }: PasskeyAnswer,
): Promise<Result<Outcome, Refusal>> {
  const userId = actor.user.id;
  const assertion = await verifyAssertion(ctx, response, { ceremony: "STEP_UP", userId, verifiesUser: true });
  if (!assertion) return err("passkey_rejected");
  return inTransaction<Outcome, Refusal>(ctx, async (tx) => {
    await lockUser(tx, userId);
    if (!(await spendAssertion(ctx, tx, assertion))) return err("passkey_rejected");
    const { amr } = passkeyMethod;
    const { passkeyId } = assertion;
    const renewed = await renewSession(ctx, tx, actor, { first: true, second: true, amr: [amr], passkeyId });
    if (!renewed.ok) return renewed;
    const session = renewed.value;
    await recordAuditEvent(ctx, tx, {
      action: "session.stepped_up",
      actor,
      target: { type: "session", id: session.sessionId },
      details: { with: amr, replaced: actor.session.id },
    });
    return ok({ provenUntil: secondsAfter(ctx.clock.now(), stepUpSeconds), session });
  });
}
