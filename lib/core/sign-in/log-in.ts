import type { LogInInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { type IssuedSession, issueSession } from "../sessions/issue-session";
import { inTurn, turnOf } from "../users/account-gate";
import { lockUser } from "../users/lock-user";
import { type Profile, toProfile } from "../users/profile";
import { attemptCode, attemptPassword } from "./attempt";
import { type AccountForLogin, findAccount, passwordsOf } from "./find-account";
import { openLoginTicket } from "./login-ticket";
import { consumeSecondFactor } from "./mfa/consume-second-factor";
import { type MfaMethodName, offeredMethods } from "./mfa/methods";
import { strangerId } from "./stranger-id";
import { matchesPassword, pretendToVerify } from "./verify-password";

interface SignedIn {
  next: "session";
  session: IssuedSession;
  user: Profile;
}

interface SecondStep {
  next: "mfa";
  mfaTicket: string;
  expiresAt: Date;
  methods: MfaMethodName[];
}

export type LogInOutcome = SignedIn | SecondStep;

type Refusal = "invalid_credentials" | "email_not_verified" | "account_deactivated" | "login_code_invalid";

/**
 * Signs in with address and password, and with a code where MFA is on. An unknown address, a wrong password and an
 * account that is paused after failures are answered alike and cost the same; what is special about an account is
 * said only after its right password.
 */
export async function logIn(
  ctx: CoreContext,
  input: LogInInput,
  audience: string,
): Promise<Result<LogInOutcome, Refusal>> {
  return begin(ctx, input, audience, async (account) => ({
    next: "mfa",
    ...(await openLoginTicket(ctx, account, audience)),
    methods: await offeredMethods(ctx, account.id),
  }));
}

/** The same for APIs whose second step is this one again with the code: asking for it leaves nothing behind. */
export async function logInAtOnce(
  ctx: CoreContext,
  input: LogInInput,
  audience: string,
): Promise<Result<SignedIn, Refusal | "login_code_required">> {
  const outcome = await begin(ctx, input, audience, async () => ({ next: "code" as const }));
  if (!outcome.ok) return outcome;
  const { value } = outcome;
  return value.next === "code" ? err("login_code_required") : ok(value);
}

/** What comes after the right password of an account with MFA, when no code came with it. */
type Offer<Next> = (account: AccountForLogin) => Promise<Next>;

async function begin<Next>(
  ctx: CoreContext,
  input: LogInInput,
  audience: string,
  offer: Offer<Next>,
): Promise<Result<SignedIn | Next, Refusal>> {
  const account = await findAccount(ctx, { email: input.email });
  const budgetOf = account?.id ?? strangerId(ctx, input.email);
  return inTurn(ctx, budgetOf, () => judge(ctx, account, budgetOf, input, audience, offer));
}

async function judge<Next>(
  ctx: CoreContext,
  account: AccountForLogin | null,
  budgetOf: string,
  input: LogInInput,
  audience: string,
  offer: Offer<Next>,
): Promise<Result<SignedIn | Next, Refusal>> {
  const guess = {
    ...{ act: "sign_in" as const, userId: budgetOf, isUnknown: !account },
    details: { reason: account ? "wrong_password" : "unknown_address" },
  };
  const password = await attemptPassword<undefined, "invalid_credentials">(ctx, guess, async (attempt) => {
    const matches = await matchesPassword(ctx, attempt, passwordsOf(account), input.password, true);
    return account && matches ? ok() : err("invalid_credentials");
  });
  if (!account || !password.ok) {
    if (!password.ok && password.error.code === "rate_limited") {
      await pretendToVerify(ctx, budgetOf, input.password);
      await recordFailure(ctx, "login.failed", account?.id, "paused");
    }
    return err("invalid_credentials");
  }

  const closed = account.deactivatedAt ? "account_deactivated" : account.emailVerifiedAt ? null : "email_not_verified";
  if (closed) {
    await recordFailure(ctx, "login.failed", account.id, closed);
    return err(closed);
  }
  if (account.mfaEnabled && input.code === undefined) return ok(await offer(account));
  return openSession(ctx, account, input, audience);
}

async function openSession(
  ctx: CoreContext,
  account: AccountForLogin,
  input: LogInInput,
  audience: string,
): Promise<Result<SignedIn, Refusal>> {
  // Outside the transaction: hashing must not hold a connection.
  const isOutdated = account.passwordHash !== null && ctx.hasher.isOutdated(account.passwordHash);
  const rehashed = isOutdated ? await ctx.hasher.hash(input.password, turnOf(ctx, account.id, true)) : null;

  const issue = async (tx: Transaction, amr: string[]): Promise<Result<IssuedSession, Refusal>> => {
    const issued = await issueSession(ctx, tx, {
      userId: account.id,
      audience,
      startedWith: "PASSWORD",
      amr,
      passwordChangedAt: account.passwordChangedAt,
    });
    if (!issued.ok) return issued;
    if (rehashed) await tx.user.update({ where: { id: account.id }, data: { passwordHash: rehashed } });
    await recordAuditEvent(ctx, tx, {
      action: "login.succeeded",
      actor: account,
      target: { type: "session", id: issued.value.sessionId },
      details: { audience, amr },
    });
    return issued;
  };
  if (!account.mfaEnabled) {
    const outcome = await inTransaction(ctx, (tx) => issue(tx, ["pwd"]));
    if (outcome.ok) return ok({ next: "session", session: outcome.value, user: toProfile(account) });
    await recordFailure(ctx, "login.failed", account.id, outcome.error.code);
    return outcome;
  }

  const guess = {
    ...{ act: "sign_in" as const, userId: account.id, code: input.code ?? "" },
    details: { reason: "login_code_invalid" },
  };
  const outcome = await attemptCode<IssuedSession, Refusal>(ctx, guess, (attempt) =>
    inTransaction<IssuedSession, Refusal>(ctx, async (tx) => {
      await lockUser(tx, account.id);
      const factor = await consumeSecondFactor(ctx, tx, account, attempt);
      return factor ? issue(tx, ["pwd", factor]) : err("login_code_invalid");
    }),
  );
  if (outcome.ok) return ok({ next: "session", session: outcome.value, user: toProfile(account) });
  const { code } = outcome.error;
  if (code === "login_code_invalid") return err(code);
  if (code === "rate_limited") {
    await recordFailure(ctx, "login.mfa_failed", account.id, "paused");
    return err("login_code_invalid");
  }
  await recordFailure(ctx, "login.failed", account.id, code);
  return err(code);
}

function recordFailure(
  ctx: CoreContext,
  action: "login.failed" | "login.mfa_failed",
  subjectId: string | undefined,
  reason: string,
): Promise<void> {
  return recordAuditEvent(ctx, ctx.db, { action, ...(subjectId ? { subjectId } : {}), details: { reason } });
}
