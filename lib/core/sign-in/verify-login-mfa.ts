import type { VerifyLoginMfaInput } from "@/lib/values/forms";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import type { IssuedSession } from "../sessions/issue-session";
import { type Profile, toProfile } from "../users/profile";
import { attemptCode } from "./attempt";
import { findAccount } from "./find-account";
import { finishSecondStep } from "./finish-second-step";
import { findLoginTicket, takeTicketAttempt } from "./login-ticket";
import { consumeSecondFactor } from "./mfa/consume-second-factor";

type Refusal = "login_code_invalid" | "mfa_ticket_invalid" | "account_deactivated" | "rate_limited";

/**
 * The second step of a sign-in: a ticket and a TOTP or recovery code. A ticket has five tries and five minutes; wrong
 * codes count on the second factor's budget too, so fresh tickets buy no further guesses.
 */
export async function verifyLoginMfa(
  ctx: CoreContext,
  input: VerifyLoginMfaInput,
  audience: string,
): Promise<Result<{ session: IssuedSession; user: Profile }, Refusal>> {
  const ticket = await findLoginTicket(ctx, input.mfaTicket, audience);
  const account = ticket ? await findAccount(ctx, { id: ticket.userId }) : null;
  if (!ticket || !account) return err("mfa_ticket_invalid");

  // Filled in once a try of the ticket is taken; the audit event of a failure reads it.
  const details: { attemptsLeft?: number } = {};
  const guess = { act: "sign_in" as const, userId: account.id, code: input.code, details };
  const outcome = await attemptCode<IssuedSession, Exclude<Refusal, "rate_limited">>(ctx, guess, async (attempt) => {
    const left = await takeTicketAttempt(ctx, ticket.id);
    if (!left) return err("mfa_ticket_invalid");
    details.attemptsLeft = left.attemptsLeft;
    return finishSecondStep(ctx, {
      ...{ account, ticket, audience },
      prove: async (tx) => {
        const factor = await consumeSecondFactor(ctx, tx, account, attempt);
        return factor ? ok({ amr: factor }) : err("login_code_invalid", details);
      },
    });
  });
  return outcome.ok ? ok({ session: outcome.value, user: toProfile(account) }) : outcome;
}
