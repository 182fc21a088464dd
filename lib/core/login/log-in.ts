import type { LogInInput } from "@/lib/values/forms";
import { lockUser } from "../account/lock-user";
import { type Profile, toProfile } from "../account/profile";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { consumeSecondFactor } from "../mfa/consume-second-factor";
import { type MfaMethodName, offeredMethods } from "../mfa/methods";
import { err, ok, type Result } from "../result";
import { type IssuedSession, issueSession } from "../sessions/issue-session";
import { inTurn } from "./account-gate";
import { type Attempt, clearAttempts, releaseAttempt, reserveAttempt } from "./attempt-budget";
import { type AccountForLogin, findAccount } from "./find-account";
import { openLoginTicket } from "./login-ticket";
import { strangerId } from "./stranger-id";
import { tellOwnerOfPause } from "./tell-owner-of-pause";
import { verifyOrRelease } from "./verify-password";

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
  return begin(ctx, input, audience, async ({ id }) => ({
    next: "mfa",
    ...(await openLoginTicket(ctx, id, audience)),
    methods: await offeredMethods(ctx, id),
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
  return inTurn(budgetOf, () => judge(ctx, account, budgetOf, input, audience, offer));
}

async function judge<Next>(
  ctx: CoreContext,
  account: AccountForLogin | null,
  budgetOf: string,
  input: LogInInput,
  audience: string,
  offer: Offer<Next>,
): Promise<Result<SignedIn | Next, Refusal>> {
  const reservation = await reserveAttempt(ctx, budgetOf);
  const attempt = reservation.allowed ? reservation.attempt : null;
  const matches = attempt
    ? await verifyOrRelease(ctx, attempt, account?.passwordHash ?? null, input.password)
    : await ctx.hasher.verify(null, input.password);
  if (!account || !attempt || !matches) {
    if (attempt) await tellOwnerOfPause(ctx, attempt);
    await recordAuditEvent(ctx, ctx.db, {
      action: "login.failed",
      ...(account ? { subjectId: account.id } : {}),
      details: { reason: !account ? "unknown_address" : attempt ? "wrong_password" : "paused" },
    });
    return err("invalid_credentials");
  }

  const closed = account.deactivatedAt ? "account_deactivated" : account.emailVerifiedAt ? null : "email_not_verified";
  if (closed) {
    await releaseAttempt(ctx, attempt);
    await recordAuditEvent(ctx, ctx.db, { action: "login.failed", subjectId: account.id, details: { reason: closed } });
    return err(closed);
  }
  if (account.mfaEnabled && input.code === undefined) {
    const offered = await offer(account);
    await releaseAttempt(ctx, attempt);
    return ok(offered);
  }
  return openSession(ctx, account, attempt, input, audience);
}

async function openSession(
  ctx: CoreContext,
  account: AccountForLogin,
  attempt: Attempt,
  input: LogInInput,
  audience: string,
): Promise<Result<SignedIn, Refusal>> {
  // Outside the transaction: hashing must not hold a connection.
  const rehashed =
    account.passwordHash && ctx.hasher.isOutdated(account.passwordHash) ? await ctx.hasher.hash(input.password) : null;

  const outcome = await inTransaction<{ session: IssuedSession }, Refusal>(ctx, async (tx) => {
    const amr = ["pwd"];
    if (account.mfaEnabled) {
      await lockUser(tx, account.id);
      const factor = await consumeSecondFactor(ctx, tx, account, input.code ?? "");
      if (!factor) return err("login_code_invalid");
      amr.push(factor);
    }
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
    await clearAttempts(tx, attempt);
    return ok({ session: issued.value });
  });
  if (!outcome.ok) {
    await tellOwnerOfPause(ctx, attempt);
    await recordAuditEvent(ctx, ctx.db, {
      action: outcome.error.code === "login_code_invalid" ? "login.mfa_failed" : "login.failed",
      subjectId: account.id,
      details: { reason: outcome.error.code },
    });
    return outcome;
  }
  return ok({ next: "session", session: outcome.value.session, user: toProfile(account) });
}
