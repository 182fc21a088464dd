import type { SsoTicket } from "@/generated/prisma/client";
import type { LinkIdentityInput } from "@/lib/values/sso";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { type IssuedSession, startSession } from "../../sessions/issue-session";
import { inTurn } from "../../users/account-gate";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { attemptCode } from "../attempt";
import { type AccountForLogin, findAccount } from "../find-account";
import { consumeSecondFactor } from "../mfa/methods";
import { verifyInTurn } from "../verify-password";
import { linkIdentity, providerName } from "./identity";
import { consumeSsoTicket, findSsoTicket } from "./sso-ticket";

type Outcome = { next: "code" } | { next: "session"; session: IssuedSession };
type LinkError =
  | "token_invalid"
  | "invalid_credentials"
  | "login_code_invalid"
  | "rate_limited"
  | "identity_taken"
  | "email_not_verified"
  | "account_deactivated";

/** Needs a code with MFA on, even from a trusted issuer. Wrong passwords don't spend the ticket. */
export async function confirmLink(
  ctx: CoreContext,
  input: LinkIdentityInput,
  audience: string,
): Promise<Result<Outcome, LinkError>> {
  const ticket = await findSsoTicket(ctx, "LINK", input.ticket);
  const account = ticket?.userId ? await findAccount(ctx, { id: ticket.userId }) : null;
  if (!ticket || !account) return err("token_invalid");
  return inTurn(ctx, account.id, () => linkInTurn(ctx, ticket, account, input, audience));
}

async function linkInTurn(
  ctx: CoreContext,
  ticket: SsoTicket,
  account: AccountForLogin,
  input: LinkIdentityInput,
  audience: string,
): Promise<Result<Outcome, LinkError>> {
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
  return attemptCode<Outcome, LinkError>(ctx, { ...guess, code, details }, (attempt) =>
    inTransaction<Outcome, LinkError>(ctx, async (tx) => {
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
): Promise<Result<Outcome, LinkError>> {
  await lockUser(tx, account.id);
  if (!(await consumeSsoTicket(ctx, tx, ticket.id))) return err("token_invalid");
  const linked = await linkIdentity(ctx, tx, account, ticket);
  if (!linked.ok) return linked;
  const { provider } = ticket;
  const started = await startSession(ctx, tx, account, { audience, startedWith: "SSO", amr }, { provider });
  if (!started.ok) return started;
  if (linked.value.isNew) {
    await sendSecurityNotice(ctx, tx, account, "identity-linked", { provider: providerName(ctx.config, provider) });
  }
  return ok({ next: "session" as const, session: started.value });
}

/** Needs step-up. */
export async function confirmLinkInSession(
  ctx: CoreContext,
  actor: UserActor,
  input: { ticket: string },
): Promise<Result<undefined, "token_invalid" | "step_up_required" | "identity_taken">> {
  const ticket = await findSsoTicket(ctx, "LINK", input.ticket);
  if (ticket?.userId !== actor.user.id) return err("token_invalid");
  const proof = requireRecentProof(ctx, actor);
  if (!proof.ok) return proof;
  return inTransaction<undefined, "token_invalid" | "identity_taken">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await consumeSsoTicket(ctx, tx, ticket.id))) return err("token_invalid");
    const linked = await linkIdentity(ctx, tx, actor.user, ticket);
    if (!linked.ok) return linked;
    const provider = providerName(ctx.config, ticket.provider);
    if (linked.value.isNew) await sendSecurityNotice(ctx, tx, actor.user, "identity-linked", { provider });
    return ok();
  });
}
