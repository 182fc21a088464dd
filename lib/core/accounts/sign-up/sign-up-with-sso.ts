import type { SsoSignUpInput } from "@/lib/values/sso";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, isUniqueViolation } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { type IssuedSession, startSession } from "../../sessions/issue-session";
import { findOpenApproval, findUsedApproval } from "../../sign-in/sso/find-open-approval";
import { linkIdentity } from "../../sign-in/sso/identity";
import { consumeSsoTicket, findSsoTicket } from "../../sign-in/sso/sso-ticket";
import { findLocked } from "../../users/known-address";
import { type ApprovalError, openAccount } from "./create-account";
import { openForOwner } from "./register";

type SignUpError = ApprovalError | "token_invalid" | "email_taken" | "identity_taken";

/** The provider verified the email, so an unverified account becomes this one. */
export async function signUpWithSso(
  ctx: CoreContext,
  input: SsoSignUpInput,
  audience: string,
): Promise<Result<{ session: IssuedSession }, SignUpError>> {
  const ticket = await findSsoTicket(ctx, "SIGN_UP", input.ticket);
  if (!ticket) return err("token_invalid");
  try {
    return await inTransaction<{ session: IssuedSession }, SignUpError>(ctx, async (tx) => {
      if (!(await consumeSsoTicket(ctx, tx, ticket.id))) return err("token_invalid");
      const existing = await findLocked(tx, ticket.email);
      if (existing?.emailVerifiedAt || existing?.deactivatedAt) return err("email_taken");
      const approval = await findOpenApproval(ctx, tx, ticket.email);
      const approved = existing && !approval ? await findUsedApproval(tx, ticket.email) : null;
      if (!approval && !approved && ctx.config.signup !== "open") return err("registration_requires_approval");
      const { name, organization } = input;
      const now = ctx.clock.now();
      const account = { email: ticket.email, name, organization, emailVerifiedAt: now, createdAt: now };
      const opened = existing
        ? await openForOwner(ctx, tx, existing, account, { approval, approved })
        : await openAccount(ctx, tx, account, approval);
      if (!opened.ok) return opened;
      const { user } = opened.value;
      const linked = await linkIdentity(ctx, tx, user, ticket);
      if (!linked.ok) return linked;
      const amr = ticket.isMfa ? ["sso", "mfa"] : ["sso"];
      const { provider, createdAt: begunAt } = ticket;
      const started = await startSession(ctx, tx, user, { audience, startedWith: "SSO", amr, begunAt }, { provider });
      return started.ok ? ok({ session: started.value }) : err("token_invalid");
    });
  } catch (thrown) {
    // A parallel registration committed first.
    if (!isUniqueViolation(thrown)) throw thrown;
    return err("email_taken");
  }
}
