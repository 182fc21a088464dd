import { canonicalEmail } from "@/lib/values/email";
import type { LogInInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { type IssuedSession, startSession } from "../sessions/issue-session";
import { inTurn, turnOf } from "../users/account-gate";
import { lockUser } from "../users/lock-user";
import { type Profile, toProfile } from "../users/profile";
import { attemptCode, attemptPassword } from "./attempt";
import { type AccountForLogin, findAccount, passwordsOf } from "./find-account";
import { openLoginTicket } from "./login-ticket";
import { consumeSecondFactor, type MfaMethodName, offeredMethods } from "./mfa/methods";
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

type LogInError = "invalid_credentials" | "email_not_verified" | "account_deactivated" | "login_code_invalid";

/**
 * Same answer and cost for unknown emails, wrong passwords and paused accounts. Reveals a deactivated or unverified
 * account only after its password.
 */
export async function logIn(
  ctx: CoreContext,
  input: LogInInput,
  audience: string,
): Promise<Result<LogInOutcome, LogInError>> {
  return begin(ctx, input, audience, async (account) => ({
    next: "mfa",
    ...(await openLoginTicket(ctx, account, audience)),
    methods: await offeredMethods(ctx, account.id),
  }));
}

/** For APIs that take the code in the same call. */
export async function logInAtOnce(
  ctx: CoreContext,
  input: LogInInput,
  audience: string,
): Promise<Result<SignedIn, LogInError | "login_code_required">> {
  const outcome = await begin(ctx, input, audience, async () => ({ next: "code" as const }));
  if (!outcome.ok) return outcome;
  const { value } = outcome;
  return value.next === "code" ? err("login_code_required") : ok(value);
}

type Offer<Next> = (account: AccountForLogin) => Promise<Next>;

async function begin<Next>(
  ctx: CoreContext,
  input: LogInInput,
  audience: string,
  offer: Offer<Next>,
): Promise<Result<SignedIn | Next, LogInError>> {
  const account = await findAccount(ctx, { email: input.email });
  const budgetOf = account?.id ?? unknownAccountId(ctx, input.email);
  return inTurn(ctx, budgetOf, () => logInInTurn(ctx, account, budgetOf, input, audience, offer));
}

async function logInInTurn<Next>(
  ctx: CoreContext,
  account: AccountForLogin | null,
  budgetOf: string,
  input: LogInInput,
  audience: string,
  offer: Offer<Next>,
): Promise<Result<SignedIn | Next, LogInError>> {
  const guess = {
    act: "sign_in" as const,
    userId: budgetOf,
    isUnknown: !account,
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
): Promise<Result<SignedIn, LogInError>> {
  // Outside the transaction: hashing would hold a connection.
  const isOutdated = account.passwordHash !== null && ctx.hasher.isOutdated(account.passwordHash);
  const rehashed = isOutdated ? await ctx.hasher.hash(input.password, turnOf(ctx, account.id, true)) : null;

  const issue = async (tx: Transaction, amr: string[]): Promise<Result<IssuedSession, LogInError>> => {
    const started = await startSession(ctx, tx, account, { audience, startedWith: "PASSWORD", amr });
    if (started.ok && rehashed) {
      await tx.user.update({ where: { id: account.id }, data: { passwordHash: rehashed } });
    }
    return started;
  };
  if (!account.mfaEnabled) {
    const outcome = await inTransaction(ctx, (tx) => issue(tx, ["pwd"]));
    if (outcome.ok) return ok({ next: "session", session: outcome.value, user: toProfile(account) });
    await recordFailure(ctx, "login.failed", account.id, outcome.error.code);
    return outcome;
  }

  const guess = {
    act: "sign_in" as const,
    userId: account.id,
    code: input.code ?? "",
    details: { reason: "login_code_invalid" },
  };
  const outcome = await attemptCode<IssuedSession, LogInError>(ctx, guess, (attempt) =>
    inTransaction<IssuedSession, LogInError>(ctx, async (tx) => {
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

/** For an API without emails: signs in the first admin. A deleted account is a wrong password. */
export async function logInOwner(
  ctx: CoreContext,
  input: Omit<LogInInput, "email">,
  audience: string,
): Promise<Result<{ session: IssuedSession }, LogInError | "setup_required" | "login_code_required">> {
  const instance = await ctx.db.instance.findUnique({ where: { id: 1 } });
  if (!instance) return err("setup_required");
  const owner = await ctx.db.user.findUnique({ where: { id: instance.firstAdminId }, select: { email: true } });
  const email = canonicalEmail(owner?.email ?? "");
  if (!email) {
    await pretendToVerify(ctx, null, input.password);
    return err("invalid_credentials");
  }
  const outcome = await logIn(ctx, { ...input, email }, audience);
  if (!outcome.ok) return outcome;
  return outcome.value.next === "session" ? ok({ session: outcome.value.session }) : err("login_code_required");
}

/** Gives unknown emails a budget like accounts. UUID version 8, which no account has. */
export function unknownAccountId({ secrets }: CoreContext, email: string): string {
  const hex = Buffer.from(secrets.mac("stranger", email), "base64url").toString("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}
