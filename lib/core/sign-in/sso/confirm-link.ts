import type { SsoTicket } from "@/generated/prisma/client";
import type { LinkIdentityInput } from "@/lib/values/sso";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { type IssuedSession, issueSession } from "../../sessions/issue-session";
import { inTurn } from "../../users/account-gate";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { attemptCode } from "../attempt";
import { type AccountForLogin, findAccount } from "../find-account";
import { consumeSecondFactor } from "../mfa/consume-second-factor";
import { verifyInTurn } from "../verify-password";
import { linkIdentity, providerName } from "./identity";
import { consumeSsoTicket, findSsoTicket } from "./sso-ticket";

type Outcome = { next: "code" } | { next: "session"; session: IssuedSession };
type Refusal =
  | "token_invalid"
  | "invalid_credentials"
  | "login_code_invalid"
  | "rate_limited"
  | "identity_taken"
  | "email_not_verified"
  | "account_deactivated";

/**
 * Proves the account that an arrival's address belongs to, with its password and, where MFA is on, a code; then links
 * the identity and signs in. What an issuer is trusted with begins with the link: it replaces no code here. The ticket
 * is spent by the link alone, so a wrong password costs an attempt and not the ticket.
 */
export async function confirmLink(
  ctx: CoreContext,
  input: LinkIdentityInput,
  audience: string,
): Promise<Result<Outcome, Refusal>> {
  const ticket = await findSsoTicket(ctx, "LINK", input.ticket);
  const account = ticket?.userId ? await findAccount(ctx, { id: ticket.userId }) : null;
  if (!ticket || !account) return err("token_invalid");
  return inTurn(ctx, account.id, () => judge(ctx, ticket, account, input, audience));
}

async function judge(
  ctx: CoreContext,
  ticket: SsoTicket,
  account: AccountForLogin,
  input: LinkIdentityInput,
  audience: string,
): Promise<Result<Outcome, Refusal>> {
  const guess = { act: "link_identity" as const, userId: account.id };
  const attempt = { ...guess, details: { reason: "wrong_password" } };
  const password = await verifyInTurn(ctx, attempt, input.password, true);
  if (!password.ok) return password;
  const { passwordChangedAt } = password.value;
  const proven = { ...account, passwordChangedAt };
  if (!account.mfaEnabled) return inTransaction(ctx, (tx) => link(ctx, tx, ticket, proven, ["sso", "pwd"], audience));
  const { code } = input;
  if (code === undefined) return ok({ next: "code" });
  const details = { reason: "login_code_invalid" };
  return attemptCode<Outcome, Refusal>(ctx, { ...guess, code, details }, (attempt) =>
    inTransaction<Outcome, Refusal>(ctx, async (tx) => {
      await lockUser(tx, account.id);
      const factor = await consumeSecondFactor(ctx, tx, account, attempt);
      return factor ? link(ctx, tx, ticket, proven, ["sso", "pwd", factor], audience) : err("login_code_invalid");
    }),
  );
}

async function link(
  ctx: CoreContext,
  tx: Transaction,
  ticket: SsoTicket,
  account: AccountForLogin,
  amr: string[],
  audience: string,
): Promise<Result<Outcome, Refusal>> {
  await lockUser(tx, account.id);
  if (!(await consumeSsoTicket(ctx, tx, ticket.id))) return err("token_invalid");
  const linked = await linkIdentity(ctx, tx, account, ticket);
  if (!linked.ok) return linked;
  const issued = await issueSession(ctx, tx, {
    userId: account.id,
    audience,
    startedWith: "SSO",
    amr,
    passwordChangedAt: account.passwordChangedAt,
  });
  if (!issued.ok) return issued;
  const provider = providerName(ctx.config, ticket.provider);
  if (linked.value.isNew) await sendSecurityNotice(ctx, tx, account, "identity-linked", { provider });
  await recordAuditEvent(ctx, tx, {
    action: "login.succeeded",
    actor: account,
    target: { type: "session", id: issued.value.sessionId },
    details: { audience, amr, provider: ticket.provider },
  });
  return ok({ next: "session" as const, session: issued.value });
}
