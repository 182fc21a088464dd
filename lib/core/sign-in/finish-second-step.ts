import type { LoginTicket } from "@/generated/prisma/client";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import type { ErrorCode } from "../kernel/errors";
import { err, ok, type Result } from "../kernel/result";
import { type IssuedSession, issueSession } from "../sessions/issue-session";
import { lockUser } from "../users/lock-user";
import type { AccountForLogin } from "./find-account";
import { consumeLoginTicket } from "./login-ticket";
import { markIdentityUsed } from "./sso/identity";
import { takeSsoOrigin } from "./sso/sso-ticket";

interface SecondStep<Code extends ErrorCode> {
  account: AccountForLogin;
  ticket: LoginTicket;
  audience: string;
  /** Spends the second factor, or says why not. */
  prove: (tx: Transaction) => Promise<Result<GivenFactor, Code>>;
}

interface GivenFactor {
  /** Its name for the session's `amr`. */
  amr: string;
  passkeyId?: string;
}

/**
 * Ticket, second factor and session in one transaction: a refused factor spends nothing. The ticket knows whether a
 * password or a linked identity came first; an identity that was disconnected since signs nobody in.
 */
export function finishSecondStep<Code extends ErrorCode>(
  ctx: CoreContext,
  { account, ticket, audience, prove }: SecondStep<Code>,
): Promise<Result<IssuedSession, Code | "mfa_ticket_invalid" | "account_deactivated">> {
  return inTransaction<IssuedSession, Code | "mfa_ticket_invalid" | "account_deactivated">(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await consumeLoginTicket(ctx, tx, ticket.id))) return err("mfa_ticket_invalid");
    const origin = await takeSsoOrigin(ctx, tx, ticket.tokenHash);
    if (origin && !(await markIdentityUsed(ctx, tx, account.id, origin))) return err("mfa_ticket_invalid");
    const factor = await prove(tx);
    if (!factor.ok) return factor;
    const amr = [origin ? "sso" : "pwd", factor.value.amr];
    const issued = await issueSession(ctx, tx, {
      userId: account.id,
      audience,
      startedWith: origin ? "SSO" : "PASSWORD",
      amr,
      passkeyId: factor.value.passkeyId,
      begunAt: ticket.createdAt,
      // Of the ticket, not of now: a sign-in that races with a password change loses.
      passwordChangedAt: ticket.passwordChangedAt ?? account.passwordChangedAt,
    });
    if (!issued.ok)
      return err(issued.error.code === "account_deactivated" ? "account_deactivated" : "mfa_ticket_invalid");
    await recordAuditEvent(ctx, tx, {
      action: "login.succeeded",
      actor: account,
      target: { type: "session", id: issued.value.sessionId },
      details: { audience, amr },
    });
    return ok(issued.value);
  });
}
