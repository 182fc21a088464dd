import { canonicalEmail } from "@/lib/values/email";
import type { LogInInput } from "@/lib/values/forms";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import type { IssuedSession } from "../sessions/issue-session";
import { logIn } from "./log-in";
import { pretendToVerify } from "./verify-password";

type Refusal =
  | "setup_required"
  | "invalid_credentials"
  | "login_code_required"
  | "login_code_invalid"
  | "email_not_verified"
  | "account_deactivated";

/**
 * Signs in the instance's owner, its first admin, who is known without an address. Everything else is as for any other
 * sign-in: the same attempt budgets, a code where MFA is on. An owner whose account is gone is answered like a wrong password.
 */
export async function logInOwner(
  ctx: CoreContext,
  input: Omit<LogInInput, "email">,
  audience: string,
): Promise<Result<{ session: IssuedSession }, Refusal>> {
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
