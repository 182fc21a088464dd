import type { CoreContext } from "../../kernel/context";
import { err, type Result } from "../../kernel/result";
import { findLoginTicket } from "../login-ticket";
import { ownOptions, type RequestOptions } from "./request-options";

/** Begins the second step of a sign-in with one of the account's passkeys. Needs an open ticket and spends none of it. */
export async function startPasskeySecondFactor(
  ctx: CoreContext,
  input: { mfaTicket: string },
  audience: string,
): Promise<Result<RequestOptions, "mfa_ticket_invalid" | "passkey_not_found">> {
  const ticket = await findLoginTicket(ctx, input.mfaTicket, audience);
  if (!ticket) return err("mfa_ticket_invalid");
  return ownOptions(ctx, {
    ceremony: "SECOND_FACTOR",
    userId: ticket.userId,
    userVerification: "preferred",
  });
}
