import type { CoreContext } from "../kernel/context";
import type { KnownHash } from "../kernel/ports";
import { err, ok, type Result } from "../kernel/result";
import { inTurn, turnOf } from "../users/account-gate";
import { type Attempt, attemptPassword, type Guess } from "./attempt";

type Verified = Result<{ passwordHash: string; passwordChangedAt: Date }, "invalid_credentials" | "rate_limited">;

/**
 * Of a signed-in user: in the account's turn, within the limits of the session and the account, and within the
 * session's attempt budget.
 */
export async function verifyPassword(ctx: CoreContext, guess: Guess, password: string): Promise<Verified> {
  // The session first: what it's refused costs the account's other sessions nothing.
  const ofSession = guess.actor && (await ctx.limits.consume("passwordCheckOfSession", guess.actor.session.id));
  const limit = ofSession?.allowed === false ? ofSession : await ctx.limits.consume("passwordCheck", guess.userId);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  return inTurn(ctx, guess.userId, () => verifyInTurn(ctx, guess, password, false));
}

/** Within the attempt budget alone, for a caller that has the account's turn. */
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

/** Compares a password with the hash on file; without one it takes as long and is false. */
export function matchesPassword(
  ctx: CoreContext,
  attempt: Attempt,
  passwordHash: KnownHash,
  password: string,
  isSignIn: boolean,
): Promise<boolean> {
  return ctx.hasher.verify(passwordHash, password, turnOf(ctx, attempt.userId, isSignIn));
}

/** The work of a check without one, in the same queue: an account that is paused or unknown must cost as much. */
export async function pretendToVerify(ctx: CoreContext, userId: string | null, password: string): Promise<void> {
  await ctx.hasher.verify(null, password, turnOf(ctx, userId, true));
}
