import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { type IssuedSession, issueSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import type { AccountForLogin } from "../find-account";
import { markIdentityUsed } from "./identity";
import { type ArrivedIdentity, openSsoLoginTicket } from "./sso-ticket";

type Outcome = { next: "session"; session: IssuedSession } | { next: "mfa"; ticket: string };
type Refusal = "sso_refused" | "email_not_verified" | "account_deactivated";

/**
 * Signs in with a linked identity. Where the account has MFA on and the issuer is not trusted to have asked for a second
 * factor, a code is asked for here. An identity that is disconnected at this very moment signs nobody in.
 */
export async function signInWithIdentity(
  ctx: CoreContext,
  account: AccountForLogin,
  identity: ArrivedIdentity,
  audience: string,
): Promise<Result<Outcome, Refusal>> {
  if (account.mfaEnabled && !identity.isMfa) {
    return ok({ next: "mfa", ticket: await openSsoLoginTicket(ctx, identity, account, audience) });
  }
  const amr = identity.isMfa ? ["sso", "mfa"] : ["sso"];
  return inTransaction<Outcome, Refusal>(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await markIdentityUsed(ctx, tx, account.id, identity))) return err("sso_refused");
    const issued = await issueSession(ctx, tx, {
      userId: account.id,
      audience,
      startedWith: "SSO",
      amr,
      passwordChangedAt: account.passwordChangedAt,
    });
    // The password or MFA changed since the account was read: the person starts again.
    if (!issued.ok) return err(issued.error.code === "invalid_credentials" ? "sso_refused" : issued.error.code);
    await recordAuditEvent(ctx, tx, {
      action: "login.succeeded",
      actor: account,
      target: { type: "session", id: issued.value.sessionId },
      details: { audience, amr, provider: identity.provider },
    });
    return ok({ next: "session" as const, session: issued.value });
  });
}
