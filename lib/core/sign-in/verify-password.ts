import type { CoreContext } from "../kernel/context";
import type { KnownHash } from "../kernel/ports";
import { err, ok, type Result } from "../kernel/result";
import { inTurn, turnOf } from "../users/account-gate";
import { type Attempt, attemptPassword, type Guess } from "./attempt";

type Verified = Result<{ passwordHash: string; passwordChangedAt: Date }, "invalid_credentials" | "rate_limited">;

/** Takes the account's turn and all limits. */
export async function verifyPassword(ctx: CoreContext, guess: Guess, password: string): Promise<Verified> {
  // First, so one session can't use up the account's limit.
  const ofSession = guess.actor && (await ctx.limits.consume("passwordCheckOfSession", guess.actor.session.id));
  const limit = ofSession?.allowed === false ? ofSession : await ctx.limits.consume("passwordCheck", guess.userId);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  return inTurn(ctx, guess.userId, () => verifyInTurn(ctx, guess, password, false));
}

/** For callers that have the account's turn. */
export async function verifyInTurn(
  ctx: CoreContext,
  guess: Guess,
  password: string,
  isSignIn: boolean,
): Promise<Verified> {
  return attemptPassword<{ passwordHash: string; passwordChangedAt: Date }, "invalid_credentials">(
    ctx,
    guess,
    async (attempt) => {
      const user = await ctx.db.user.findUnique({
        where: { id: guess.userId },
        select: { passwordHash: true, passwordChangedAt: true },
      });
      const passwordHash = user?.passwordHash ?? null;
      const matches = await matchesPassword(ctx, attempt, passwordHash, password, isSignIn);
      if (!user || !passwordHash || !matches) return err("invalid_credentials");
      return ok({ passwordHash, passwordChangedAt: user.passwordChangedAt });
    },
  );
}

/** Takes as long without a hash, and is false. */
export function matchesPassword(
  ctx: CoreContext,
  attempt: Attempt,
  passwordHash: KnownHash,
  password: string,
  isSignIn: boolean,
): Promise<boolean> {
  return ctx.hasher.verify(passwordHash, password, turnOf(ctx, attempt.userId, isSignIn));
}

/** Makes paused and unknown accounts cost as much as a check. */
export async function pretendToVerify(ctx: CoreContext, userId: string | null, password: string): Promise<void> {
  await ctx.hasher.verify(null, password, turnOf(ctx, userId, true));
}
