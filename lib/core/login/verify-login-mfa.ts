import type { VerifyLoginMfaInput } from "@/lib/values/forms";
import { type Profile, toProfile } from "../account/profile";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { consumeSecondFactor } from "../mfa/consume-second-factor";
import { err, ok, type Result } from "../result";
import type { IssuedSession } from "../sessions/issue-session";
import { clearAttempts, releaseAttempt, reserveAttempt } from "./attempt-budget";
import { findAccount } from "./find-account";
import { finishSecondStep } from "./finish-second-step";
import { findLoginTicket, takeTicketAttempt } from "./login-ticket";
import { tellOwnerOfPause } from "./tell-owner-of-pause";

type Refusal = "login_code_invalid" | "mfa_ticket_invalid" | "account_deactivated" | "rate_limited";

/**
 * The second step of a sign-in: a ticket and a TOTP or recovery code. A ticket has five tries and five minutes; wrong
 * codes count on the account's budget too, so fresh tickets buy no further guesses.
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
    await releaseAttempt(ctx, reservation.attempt);
    return err("mfa_ticket_invalid");
  }

  const outcome = await finishSecondStep(ctx, {
    ...{ account, ticket, audience },
    prove: async (tx) => {
      const factor = await consumeSecondFactor(ctx, tx, account, input.code);
      return factor ? ok(factor) : err("login_code_invalid");
    },
  });
  if (outcome.ok) {
    await clearAttempts(ctx.db, reservation.attempt);
    return ok({ session: outcome.value, user: toProfile(account) });
  }
  if (outcome.error.code !== "login_code_invalid") {
    await releaseAttempt(ctx, reservation.attempt);
    return outcome;
  }
  await tellOwnerOfPause(ctx, reservation.attempt);
  await recordAuditEvent(ctx, ctx.db, {
    action: "login.mfa_failed",
    subjectId: account.id,
    details: { attemptsLeft: attempt.attemptsLeft },
  });
  return err("login_code_invalid", { attemptsLeft: attempt.attemptsLeft });
}
