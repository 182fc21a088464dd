import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";

/** May use an outside service, so call it before the transaction. */
export async function checkNewPassword(
  ctx: CoreContext,
  password: string,
  about: { email: string; name: string; organization: string },
  field = "password",
): Promise<Result<undefined, "password_rejected">> {
  const words = [about.email, about.name, about.organization, ctx.config.appName];
  const problem = await ctx.passwords.problemWith(password, words);
  return problem ? err("password_rejected", { fieldErrors: { [field]: [problem] } }) : ok();
}

/** Always later, since sign-ins in flight compare it. */
export function nextPasswordChange(now: Date, previous: Date): Date {
  return now > previous ? now : new Date(previous.getTime() + 1);
}

/** Reset links and pending email changes. */
export async function voidPendingChanges(tx: Transaction, userId: string, now: Date): Promise<void> {
  await voidUserTokens(tx, userId, ["PASSWORD_RESET", "EMAIL_CHANGE"], now);
  await tx.emailChange.updateMany({
    where: { userId, confirmedAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  });
}
