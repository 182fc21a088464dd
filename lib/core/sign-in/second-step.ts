import type { LoginTicket } from "@/generated/prisma/client";
import type { VerifyLoginMfaInput } from "@/lib/values/forms";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import type { ErrorCode } from "../kernel/errors";
import { err, ok, type Result } from "../kernel/result";
import { type IssuedSession, startSession } from "../sessions/issue-session";
import { lockUser } from "../users/lock-user";
import { type Profile, toProfile } from "../users/profile";
import { attemptCode } from "./attempt";
import { type AccountForLogin, findAccount } from "./find-account";
import { consumeLoginTicket, findLoginTicket, takeTicketAttempt } from "./login-ticket";
import { consumeSecondFactor, type MfaMethodName, offeredMethods } from "./mfa/methods";
import { markIdentityUsed } from "./sso/identity";
import { takeSsoOrigin } from "./sso/sso-ticket";

type SecondStepError = "login_code_invalid" | "mfa_ticket_invalid" | "account_deactivated" | "rate_limited";

/** Five attempts in five minutes. Wrong codes count on the account too, so new tickets give no more guesses. */
export async function verifyLoginMfa(
  ctx: CoreContext,
  input: VerifyLoginMfaInput,
  audience: string,
): Promise<Result<{ session: IssuedSession; user: Profile }, SecondStepError>> {
  const ticket = await findLoginTicket(ctx, input.mfaTicket, audience);
  const account = ticket ? await findAccount(ctx, { id: ticket.userId }) : null;
  if (!ticket || !account) return err("mfa_ticket_invalid");

  // Set later, for the audit event.
  const details: { attemptsLeft?: number } = {};
  const guess = { act: "sign_in" as const, userId: account.id, code: input.code, details };
  const outcome = await attemptCode<IssuedSession, Exclude<SecondStepError, "rate_limited">>(
    ctx,
    guess,
    async (attempt) => {
      const left = await takeTicketAttempt(ctx, ticket.id);
      if (!left) return err("mfa_ticket_invalid");
      details.attemptsLeft = left.attemptsLeft;
      return finishSecondStep(ctx, {
        account,
        ticket,
        audience,
        prove: async (tx) => {
          const factor = await consumeSecondFactor(ctx, tx, account, attempt);
          return factor ? ok({ amr: factor }) : err("login_code_invalid", details);
        },
      });
    },
  );
  return outcome.ok ? ok({ session: outcome.value, user: toProfile(account) }) : outcome;
}

interface SecondStep<Code extends ErrorCode> {
  account: AccountForLogin;
  ticket: LoginTicket;
  audience: string;
  prove: (tx: Transaction) => Promise<Result<GivenFactor, Code>>;
}

interface GivenFactor {
  amr: string;
  passkeyId?: string;
}

/** A wrong factor uses nothing up, and a disconnected identity fails. */
export function finishSecondStep<Code extends ErrorCode>(
  ctx: CoreContext,
  { account, ticket, audience, prove }: SecondStep<Code>,
): Promise<Result<IssuedSession, Code | "mfa_ticket_invalid" | "account_deactivated">> {
  return inTransaction<IssuedSession, Code | "mfa_ticket_invalid" | "account_deactivated">(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await consumeLoginTicket(ctx, tx, ticket.id))) return err("mfa_ticket_invalid");
    const origin = await takeSsoOrigin(ctx, tx, ticket.tokenHash);
    if (origin && !(await markIdentityUsed(ctx, tx, account.id, origin))) return err("mfa_ticket_invalid");
    const factor = await prove(tx);
    if (!factor.ok) return factor;
    const started = await startSession(ctx, tx, account, {
      audience,
      startedWith: origin ? "SSO" : "PASSWORD",
      amr: [origin ? "sso" : "pwd", factor.value.amr],
      passkeyId: factor.value.passkeyId,
      begunAt: ticket.createdAt,
      // From the ticket, so a sign-in that races with a password change fails.
      passwordChangedAt: ticket.passwordChangedAt ?? account.passwordChangedAt,
    });
    if (started.ok) return started;
    return err(started.error.code === "account_deactivated" ? "account_deactivated" : "mfa_ticket_invalid");
  });
}

/** Empty: the ticket isn't open. */
export async function offeredAtTicket(
  ctx: CoreContext,
  mfaTicket: string,
  audience: string,
): Promise<{ email: string; methods: MfaMethodName[] }> {
  const ticket = await findLoginTicket(ctx, mfaTicket, audience);
  if (!ticket) return { email: "", methods: [] };
  const user = await ctx.db.user.findUnique({ where: { id: ticket.userId }, select: { email: true } });
  return { email: user?.email ?? "", methods: await offeredMethods(ctx, ticket.userId) };
}
