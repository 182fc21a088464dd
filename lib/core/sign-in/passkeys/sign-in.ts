import type { PasskeyAnswer, SecondFactorPasskeyInput } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { type IssuedSession, startSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { type Profile, toProfile } from "../../users/profile";
import { clearCodeAttempts } from "../attempt";
import { type AccountForLogin, findAccount } from "../find-account";
import { findLoginTicket, takeTicketAttempt } from "../login-ticket";
import { passkeyMethod } from "../mfa/methods";
import { finishSecondStep } from "../second-step";
import {
  type Assertion,
  anybodysOptions,
  ownOptions,
  type RequestOptions,
  spendAssertion,
  verifyAssertion,
} from "./assertion";

/** Needs no email, so reveals no account. */
export async function startPasskeySignIn(ctx: CoreContext): Promise<Result<RequestOptions>> {
  return ok(await anybodysOptions(ctx));
}

type SignInError = "passkey_rejected" | "email_not_verified" | "account_deactivated";

/**
 * Counts as both factors. Works for paused accounts: signatures can't be guessed. Reveals a deactivated or unverified
 * account only after a right passkey.
 */
export async function finishPasskeySignIn(
  ctx: CoreContext,
  { response }: PasskeyAnswer,
  audience: string,
): Promise<Result<{ session: IssuedSession; user: Profile }, SignInError>> {
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
): Promise<Result<IssuedSession, SignInError>> {
  return inTransaction<IssuedSession, SignInError>(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await spendAssertion(ctx, tx, assertion))) return err("passkey_rejected");
    const started = await startSession(ctx, tx, account, {
      audience,
      startedWith: "PASSKEY",
      amr: [passkeyMethod.amr],
      passkeyId: assertion.passkeyId,
    });
    if (started.ok) return started;
    return err(started.error.code === "invalid_credentials" ? "passkey_rejected" : started.error.code);
  });
}

/** Takes no attempt of the ticket. */
export async function startPasskeySecondFactor(
  ctx: CoreContext,
  input: { mfaTicket: string },
  audience: string,
): Promise<Result<RequestOptions, "mfa_ticket_invalid" | "passkey_not_found">> {
  const ticket = await findLoginTicket(ctx, input.mfaTicket, audience);
  if (!ticket) return err("mfa_ticket_invalid");
  return ownOptions(ctx, {
    ceremony: "SECOND_FACTOR",
    userId: ticket.userId,
    userVerification: "preferred",
  });
}

/** Takes an attempt of the ticket, but no budget: signatures can't be guessed. */
export async function finishPasskeySecondFactor(
  ctx: CoreContext,
  input: SecondFactorPasskeyInput,
  audience: string,
): Promise<
  Result<{ session: IssuedSession; user: Profile }, "passkey_rejected" | "mfa_ticket_invalid" | "account_deactivated">
> {
  const ticket = await findLoginTicket(ctx, input.mfaTicket, audience);
  const account = ticket ? await findAccount(ctx, { id: ticket.userId }) : null;
  const attempt = ticket ? await takeTicketAttempt(ctx, ticket.id) : null;
  if (!ticket || !account || !attempt) return err("mfa_ticket_invalid");

  // After a password, a security key without a PIN is enough.
  const expected = { ceremony: "SECOND_FACTOR", userId: account.id, verifiesUser: false } as const;
  const assertion = await verifyAssertion(ctx, input.response, expected);
  const outcome = assertion
    ? await finishSecondStep(ctx, {
        account,
        ticket,
        audience,
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
