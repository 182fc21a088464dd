import type { CoreContext } from "../context";
import type { KnownHash } from "../ports";
import { err, ok, type Result } from "../result";
import { type Attempt, attemptPassword, type Guess } from "./attempt";

/** Checks the password of an account within its attempt budget. */
export async function verifyPassword(
  ctx: CoreContext,
  guess: Guess,
  password: string,
): Promise<Result<{ passwordHash: string; passwordChangedAt: Date }, "invalid_credentials" | "rate_limited">> {
  return attemptPassword<{ passwordHash: string; passwordChangedAt: Date }, "invalid_credentials">(
    ctx,
    guess,
    async (attempt) => {
      const user = await ctx.db.user.findUnique({
        where: { id: guess.userId },
        select: { passwordHash: true, passwordChangedAt: true },
      });
      const passwordHash = user?.passwordHash ?? null;
      const matches = await matchesPassword(ctx, attempt, passwordHash, password);
      if (!user || !passwordHash || !matches) return err("invalid_credentials");
      return ok({ passwordHash, passwordChangedAt: user.passwordChangedAt });
    },
  );
}

/** Compares a password with the hash on file; without one it takes as long and is false. */
export function matchesPassword(
  ctx: CoreContext,
  _attempt: Attempt,
  passwordHash: KnownHash,
  password: string,
): Promise<boolean> {
  return ctx.hasher.verify(passwordHash, password);
}

/** The work of a check without one: an account that is paused must cost what any other does. */
export async function pretendToVerify(ctx: CoreContext, password: string): Promise<void> {
  await ctx.hasher.verify(null, password);
}
