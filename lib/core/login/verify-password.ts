import type { CoreContext } from "../context";
import { err, ok, type Result } from "../result";
import { type Attempt, releaseAttempt, reserveAttempt } from "./attempt-budget";

/**
 * Checks the password of somebody who is signed in, within the account's attempt budget. On success the attempt is
 * given back; whoever has more to verify reserves again for that.
 */
export async function verifyPassword(
  ctx: CoreContext,
  userId: string,
  password: string,
): Promise<Result<{ passwordHash: string; passwordChangedAt: Date }, "invalid_credentials" | "rate_limited">> {
  const user = await ctx.db.user.findUnique({
    where: { id: userId },
    select: { passwordHash: true, passwordChangedAt: true },
  });
  const reservation = await reserveAttempt(ctx, userId);
  if (!reservation.allowed) return err("rate_limited", { retryAfterSeconds: reservation.retryAfterSeconds });
  const passwordHash = user?.passwordHash ?? null;
  const matches = await verifyOrRelease(ctx, reservation.attempt, passwordHash, password);
  if (!user || !passwordHash || !matches) return err("invalid_credentials");
  await releaseAttempt(ctx, reservation.attempt);
  return ok({ passwordHash, passwordChangedAt: user.passwordChangedAt });
}

/** A hasher that is overloaded has judged nothing: the reserved attempt must not be lost. */
export async function verifyOrRelease(
  ctx: CoreContext,
  attempt: Attempt,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  try {
    return await ctx.hasher.verify(passwordHash, password);
  } catch (thrown) {
    await releaseAttempt(ctx, attempt);
    throw thrown;
  }
}
