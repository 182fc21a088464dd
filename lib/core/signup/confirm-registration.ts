import type { ConfirmRegistrationInput } from "@/lib/values/forms";
import type { CoreContext } from "../context";
import { inTurn } from "../login/account-gate";
import { attemptPassword } from "../login/attempt";
import { matchesPassword } from "../login/verify-password";
import { err, ok, type Result } from "../result";
import { tokenState } from "../tokens/one-time-token";
import { findVerification } from "./inspect-verification";
import { verifyEmail } from "./verify-email";

type Refusal = "token_invalid" | "validation_failed" | "rate_limited";

/**
 * Uses a verification link on its page. `isFrom` says whether a registration was made in this very browser. In any other
 * one its password is needed, so that a person who owns the address can't make a stranger's password good. A wrong one
 * spends nothing; after ten the link stops working.
 */
export async function confirmRegistration(
  ctx: CoreContext,
  { token, password }: ConfirmRegistrationInput,
  isFrom: (registrationId: string) => Promise<boolean>,
): Promise<Result<{ email: string }, Refusal>> {
  const { found, registration, passwordHash } = await findVerification(ctx, token);
  const isOpen = tokenState(found, ctx.clock.now()) === "open";
  if (found?.userId && isOpen && passwordHash !== null && !(registration && (await isFrom(registration.id)))) {
    if (password === undefined) return err("validation_failed", { fieldErrors: { password: ["required"] } });
    const link = { id: found.id, userId: found.userId, passwordHash };
    const proven = await inTurn(ctx, link.userId, () => compare(ctx, link, password));
    if (!proven.ok) return proven;
  }
  return verifyEmail(ctx, { token });
}

async function compare(
  ctx: CoreContext,
  { id, userId, passwordHash }: { id: string; userId: string; passwordHash: string },
  password: string,
): Promise<Result<undefined, Refusal>> {
  let left = 0;
  const outcome = await attemptPassword<undefined, "invalid_credentials">(
    ctx,
    { act: "verify_email", userId },
    async (attempt) => {
      const tries = await ctx.limits.consume("registrationPassword", id);
      left = tries.remaining;
      const matches = tries.allowed && (await matchesPassword(ctx, attempt, passwordHash, password, false));
      return matches ? ok() : err("invalid_credentials");
    },
  );
  if (outcome.ok) return outcome;
  const { code, ...details } = outcome.error;
  if (code === "rate_limited") return err(code, details);
  if (left > 0) return err("validation_failed", { fieldErrors: { password: ["registration_password"] } });
  await ctx.db.oneTimeToken.updateMany({
    where: { id, usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.clock.now() },
  });
  return err("token_invalid");
}
