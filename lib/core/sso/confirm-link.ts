import type { SsoTicket } from "@/generated/prisma/client";
import type { LinkIdentityInput } from "@/lib/values/sso";
import { lockUser } from "../account/lock-user";
import { sendSecurityNotice } from "../account/security-notice";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { inTurn } from "../login/account-gate";
import { clearAttempts, releaseAttempt, reserveAttempt } from "../login/attempt-budget";
import { type AccountForLogin, findAccount } from "../login/find-account";
import { verifyPassword } from "../login/verify-password";
import { consumeSecondFactor } from "../mfa/consume-second-factor";
import { err, ok, type Result } from "../result";
import { type IssuedSession, issueSession } from "../sessions/issue-session";
import { linkIdentity, providerName } from "./identity";
import { consumeSsoTicket, findSsoTicket } from "./sso-ticket";

type Outcome = { next: "code" } | { next: "session"; session: IssuedSession };
type Refusal =
  | "token_invalid"
  | "invalid_credentials"
  | "login_code_invalid"
  | "rate_limited"
  | "identity_taken"
  | "email_not_verified"
  | "account_deactivated";

/**
 * Proves the account that an arrival's address belongs to, with its password and, where MFA is on, a code; then links
 * the identity and signs in. What an issuer is trusted with begins with the link: it replaces no code here. The ticket
 * is spent by the link alone, so a wrong password costs an attempt and not the ticket.
 */
export async function confirmLink(
  ctx: CoreContext,
  input: LinkIdentityInput,
  audience: string,
): Promise<Result<Outcome, Refusal>> {
  const ticket = await findSsoTicket(ctx, "LINK", input.ticket);
  const account = ticket?.userId ? await findAccount(ctx, { id: ticket.userId }) : null;
  if (!ticket || !account) return err("token_invalid");
  return inTurn(account.id, () => judge(ctx, ticket, account, input, audience));
}

async function judge(
  ctx: CoreContext,
  ticket: SsoTicket,
  account: AccountForLogin,
  input: LinkIdentityInput,
  audience: string,
): Promise<Result<Outcome, Refusal>> {
  const password = await verifyPassword(ctx, account.id, input.password);
  if (!password.ok) {
    await recordFailure(ctx, account.id, "login.failed", "wrong_password");
    return password;
  }
  if (account.mfaEnabled && input.code === undefined) return ok({ next: "code" });
  const reservation = await reserveAttempt(ctx, account.id);
  if (!reservation.allowed) return err("rate_limited", { retryAfterSeconds: reservation.retryAfterSeconds });
  const { passwordChangedAt } = password.value;
  const outcome = await link(ctx, ticket, { ...account, passwordChangedAt }, input.code ?? "", audience);
  if (outcome.ok) await clearAttempts(ctx.db, reservation.attempt);
  else if (outcome.error.code === "login_code_invalid") {
    await recordFailure(ctx, account.id, "login.mfa_failed", "login_code_invalid");
  } else await releaseAttempt(ctx, reservation.attempt);
  return outcome;
}

function link(
  ctx: CoreContext,
  ticket: SsoTicket,
  account: AccountForLogin,
  code: string,
  audience: string,
): Promise<Result<Outcome, Refusal>> {
  return inTransaction<Outcome, Refusal>(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await consumeSsoTicket(ctx, tx, ticket.id))) return err("token_invalid");
    const amr = ["sso", "pwd"];
    if (account.mfaEnabled) {
      const factor = await consumeSecondFactor(ctx, tx, account, code);
      if (!factor) return err("login_code_invalid");
      amr.push(factor);
    }
    const linked = await linkIdentity(ctx, tx, account, ticket);
    if (!linked.ok) return linked;
    const issued = await issueSession(ctx, tx, {
      userId: account.id,
      audience,
      startedWith: "SSO",
      amr,
      passwordChangedAt: account.passwordChangedAt,
    });
    if (!issued.ok) return issued;
    const provider = providerName(ctx.config, ticket.provider);
    if (linked.value.isNew) await sendSecurityNotice(ctx, tx, account, "identity-linked", { provider });
    await recordAuditEvent(ctx, tx, {
      action: "login.succeeded",
      actor: account,
      target: { type: "session", id: issued.value.sessionId },
      details: { audience, amr, provider: ticket.provider },
    });
    return ok({ next: "session" as const, session: issued.value });
  });
}

function recordFailure(
  ctx: CoreContext,
  subjectId: string,
  action: "login.failed" | "login.mfa_failed",
  reason: string,
): Promise<void> {
  return recordAuditEvent(ctx, ctx.db, { action, subjectId, details: { reason, linking: true } });
}
