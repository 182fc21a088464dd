import type { PasskeyAnswer } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { type IssuedSession, issueSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { type Profile, toProfile } from "../../users/profile";
import { clearCodeAttempts } from "../attempt";
import { type AccountForLogin, findAccount } from "../find-account";
import { passkeyMethod } from "../mfa/passkey-method";
import { type Assertion, spendAssertion, verifyAssertion } from "./assertion";

type Refusal = "passkey_rejected" | "email_not_verified" | "account_deactivated";

/**
 * Signs in with a passkey alone. Its authenticator has checked who holds it, so it is both factors at once, and a pause
 * after wrong passwords does not stop it: nobody guesses a signature. What is special about an account is said only
 * after its right passkey.
 */
export async function finishPasskeySignIn(
  ctx: CoreContext,
  { response }: PasskeyAnswer,
  audience: string,
): Promise<Result<{ session: IssuedSession; user: Profile }, Refusal>> {
  const expected = { ceremony: "SIGN_IN", userId: null, verifiesUser: true } as const;
  const assertion = await verifyAssertion(ctx, response, expected);
  const account = assertion ? await findAccount(ctx, { id: assertion.userId }) : null;
  if (!assertion || !account) {
    await recordAuditEvent(ctx, ctx.db, { action: "login.failed", details: { reason: "passkey_rejected" } });
    return err("passkey_rejected");
  }
  const outcome = await signIn(ctx, account, assertion, audience);
  if (outcome.ok) {
    await clearCodeAttempts(ctx, account.id);
    return ok({ session: outcome.value, user: toProfile(account) });
  }
  await recordAuditEvent(ctx, ctx.db, {
    action: "login.failed",
    subjectId: account.id,
    details: { reason: outcome.error.code },
  });
  return outcome;
}

function signIn(
  ctx: CoreContext,
  account: AccountForLogin,
  assertion: Assertion,
  audience: string,
): Promise<Result<IssuedSession, Refusal>> {
  return inTransaction<IssuedSession, Refusal>(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await spendAssertion(ctx, tx, assertion))) return err("passkey_rejected");
    const amr = [passkeyMethod.amr];
    const issued = await issueSession(ctx, tx, {
      userId: account.id,
      audience,
      startedWith: "PASSKEY",
      amr,
      passkeyId: assertion.passkeyId,
      passwordChangedAt: account.passwordChangedAt,
    });
    if (!issued.ok) return err(issued.error.code === "invalid_credentials" ? "passkey_rejected" : issued.error.code);
    await recordAuditEvent(ctx, tx, {
      action: "login.succeeded",
      actor: account,
      target: { type: "session", id: issued.value.sessionId },
      details: { audience, amr },
    });
    return ok(issued.value);
  });
}
