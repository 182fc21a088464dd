import type { SecondFactorPasskeyInput } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { err, ok, type Result } from "../../kernel/result";
import type { IssuedSession } from "../../sessions/issue-session";
import { type Profile, toProfile } from "../../users/profile";
import { clearCodeAttempts } from "../attempt";
import { findAccount } from "../find-account";
import { finishSecondStep } from "../finish-second-step";
import { findLoginTicket, takeTicketAttempt } from "../login-ticket";
import { passkeyMethod } from "../mfa/passkey-method";
import { spendAssertion, verifyAssertion } from "./assertion";

type Refusal = "passkey_rejected" | "mfa_ticket_invalid" | "account_deactivated";

/**
 * The second step of a sign-in with a ticket and one of the account's own passkeys. Each answer is one of the ticket's
 * tries. A wrong answer counts on no budget, for nobody guesses a signature; a right one ends a row of wrong codes.
 */
export async function finishPasskeySecondFactor(
  ctx: CoreContext,
  input: SecondFactorPasskeyInput,
  audience: string,
): Promise<Result<{ session: IssuedSession; user: Profile }, Refusal>> {
  const ticket = await findLoginTicket(ctx, input.mfaTicket, audience);
  const account = ticket ? await findAccount(ctx, { id: ticket.userId }) : null;
  const attempt = ticket ? await takeTicketAttempt(ctx, ticket.id) : null;
  if (!ticket || !account || !attempt) return err("mfa_ticket_invalid");

  // The password is the other factor here, so a security key without a PIN will do.
  const expected = { ceremony: "SECOND_FACTOR", userId: account.id, verifiesUser: false } as const;
  const assertion = await verifyAssertion(ctx, input.response, expected);
  const outcome = assertion
    ? await finishSecondStep(ctx, {
        ...{ account, ticket, audience },
        prove: async (tx) =>
          (await spendAssertion(ctx, tx, assertion))
            ? ok({ amr: passkeyMethod.amr, passkeyId: assertion.passkeyId })
            : err("passkey_rejected"),
      })
    : err("passkey_rejected" as const);
  if (outcome.ok) {
    await clearCodeAttempts(ctx, account.id);
    return ok({ session: outcome.value, user: toProfile(account) });
  }
  if (outcome.error.code !== "passkey_rejected") return outcome;
  await recordAuditEvent(ctx, ctx.db, {
    action: "login.mfa_failed",
    subjectId: account.id,
    details: { attemptsLeft: attempt.attemptsLeft, method: passkeyMethod.name },
  });
  return err("passkey_rejected", { attemptsLeft: attempt.attemptsLeft });
}
