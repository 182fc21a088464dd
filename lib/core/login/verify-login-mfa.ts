import type { LoginTicket } from "@/generated/prisma/client";
import type { VerifyLoginMfaInput } from "@/lib/values/forms";
import { lockUser } from "../account/lock-user";
import { type Profile, toProfile } from "../account/profile";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { consumeSecondFactor } from "../mfa/consume-second-factor";
import { err, ok, type Result } from "../result";
import { type IssuedSession, issueSession } from "../sessions/issue-session";
import { markIdentityUsed } from "../sso/identity";
import { takeSsoOrigin } from "../sso/sso-ticket";
import { clearAttempts, releaseAttempt, reserveAttempt } from "./attempt-budget";
import { type AccountForLogin, findAccount } from "./find-account";
import { consumeLoginTicket, findLoginTicket, takeTicketAttempt } from "./login-ticket";

type Refusal = "login_code_invalid" | "mfa_ticket_invalid" | "account_deactivated" | "rate_limited";

/**
 * The second step of a sign-in: a ticket and a TOTP or recovery code. A ticket has five tries and five minutes; wrong
 * codes count on the account's budget too, so fresh tickets buy no further guesses. The ticket knows whether a password
 * or a linked identity came first; an identity that was disconnected since signs nobody in.
 */
export async function verifyLoginMfa(
  ctx: CoreContext,
  input: VerifyLoginMfaInput,
  audience: string,
): Promise<Result<{ session: IssuedSession; user: Profile }, Refusal>> {
  const ticket = await findLoginTicket(ctx, input.mfaTicket, audience);
  const account = ticket ? await findAccount(ctx, { id: ticket.userId }) : null;
  if (!ticket || !account) return err("mfa_ticket_invalid");

  const reservation = await reserveAttempt(ctx, account.id);
  if (!reservation.allowed) return err("rate_limited", { retryAfterSeconds: reservation.retryAfterSeconds });
  const attempt = await takeTicketAttempt(ctx, ticket.id);
  if (!attempt) {
    await releaseAttempt(ctx, account.id);
    return err("mfa_ticket_invalid");
  }

  const outcome = await signIn(ctx, account, ticket, input.code, audience);
  if (outcome.ok) {
    await clearAttempts(ctx, account.id);
    return ok({ session: outcome.value, user: toProfile(account) });
  }
  if (outcome.error.code !== "login_code_invalid") {
    await releaseAttempt(ctx, account.id);
    return outcome;
  }
  await recordAuditEvent(ctx, ctx.db, {
    action: "login.mfa_failed",
    subjectId: account.id,
    details: { attemptsLeft: attempt.attemptsLeft },
  });
  return err("login_code_invalid", { attemptsLeft: attempt.attemptsLeft });
}

function signIn(
  ctx: CoreContext,
  account: AccountForLogin,
  ticket: LoginTicket,
  code: string,
  audience: string,
): Promise<Result<IssuedSession, Refusal>> {
  return inTransaction<IssuedSession, Refusal>(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await consumeLoginTicket(ctx, tx, ticket.id))) return err("mfa_ticket_invalid");
    const origin = await takeSsoOrigin(ctx, tx, ticket.tokenHash);
    if (origin && !(await markIdentityUsed(ctx, tx, account.id, origin))) return err("mfa_ticket_invalid");
    const factor = await consumeSecondFactor(ctx, tx, account, code);
    if (!factor) return err("login_code_invalid");
    const amr = [origin ? "sso" : "pwd", factor];
    const issued = await issueSession(ctx, tx, {
      userId: account.id,
      audience,
      startedWith: origin ? "SSO" : "PASSWORD",
      amr,
      passwordChangedAt: account.passwordChangedAt,
    });
    if (!issued.ok)
      return err(issued.error.code === "account_deactivated" ? "account_deactivated" : "mfa_ticket_invalid");
    await recordAuditEvent(ctx, tx, {
      action: "login.succeeded",
      actor: account,
      target: { type: "session", id: issued.value.sessionId },
      details: { audience, amr },
    });
    return ok(issued.value);
  });
}
