import type { ConfirmRegistrationInput } from "@/lib/values/forms";
import type { CoreContext } from "../../kernel/context";
import { tokenState } from "../../kernel/one-time-token";
import type { KnownHash } from "../../kernel/ports";
import { err, ok, type Result } from "../../kernel/result";
import { attemptPassword } from "../../sign-in/attempt";
import { matchesPassword } from "../../sign-in/verify-password";
import { inTurn } from "../../users/account-gate";
import { findVerification } from "./inspect-verification";
import { verifyEmail } from "./verify-email";

type Refusal = "token_invalid" | "validation_failed" | "rate_limited";

/**
 * Uses a verification link on its page. Any link of the address makes any registration of it good: the one that was made in
 * this very browser (`isFrom`), else the one whose password is given. So strangers who use up an address's emails keep
 * nobody out, and a person who owns the address can't make a stranger's password good. A wrong one spends nothing; after ten
 * the link stops working.
 */
export async function confirmRegistration(
  ctx: CoreContext,
  { token, password }: ConfirmRegistrationInput,
  isFrom: (registrationId: string) => Promise<boolean>,
): Promise<Result<{ email: string }, Refusal>> {
  const { found, registrations, accountHash } = await findVerification(ctx, token);
  const isOpen = tokenState(found, ctx.clock.now()) === "open";
  const needsPassword = (registrations[0]?.passwordHash ?? accountHash) !== null;
  if (!found?.userId || !isOpen || !needsPassword) return verifyEmail(ctx, { token });
  for (const { id } of registrations) {
    if (await isFrom(id)) return verifyEmail(ctx, { token, registrationId: id });
  }
  if (password === undefined) return err("validation_failed", { fieldErrors: { password: ["required"] } });
  const link = { id: found.id, userId: found.userId };
  const known = accountHash ? [{ id: undefined, passwordHash: accountHash }] : registrations;
  const proven = await inTurn(ctx, link.userId, () => findMatch(ctx, link, known, password));
  return proven.ok ? verifyEmail(ctx, { token, registrationId: proven.value }) : proven;
}

interface Known {
  /** Absent: the account's own. */
  id: string | undefined;
  passwordHash: string | null;
}

/** Answers whose password it is. */
async function findMatch(
  ctx: CoreContext,
  link: { id: string; userId: string },
  known: Known[],
  password: string,
): Promise<Result<string | undefined, Refusal>> {
  let left = 0;
  const outcome = await attemptPassword<string | undefined, "invalid_credentials">(
    ctx,
    { act: "verify_email", userId: link.userId },
    async (attempt) => {
      const tries = await ctx.limits.consume("registrationPassword", link.id);
      left = tries.remaining;
      if (!tries.allowed) return err("invalid_credentials");
      const matches = (hashes: KnownHash) => matchesPassword(ctx, attempt, hashes, password, false);
      // One computation for all of them, and only the right password costs more.
      const hashes = known.flatMap(({ passwordHash }) => passwordHash ?? []);
      if (!(await matches(hashes))) return err("invalid_credentials");
      for (const { id, passwordHash } of known) {
        if (passwordHash !== null && (await matches(passwordHash))) return ok(id);
      }
      return err("invalid_credentials");
    },
  );
  if (outcome.ok) return outcome;
  const { code, ...details } = outcome.error;
  if (code === "rate_limited") return err(code, details);
  if (left > 0) return err("validation_failed", { fieldErrors: { password: ["registration_password"] } });
  await ctx.db.oneTimeToken.updateMany({
    where: { id: link.id, usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.clock.now() },
  });
  return err("token_invalid");
}
