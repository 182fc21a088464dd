import type { CoreContext } from "../context";
import { type MfaMethodName, offeredMethods } from "../mfa/methods";
import { findLoginTicket } from "./login-ticket";

/** What the second step may offer to whoever holds this ticket; nothing for one that is no ticket (any more). */
export async function offeredAtTicket(ctx: CoreContext, mfaTicket: string, audience: string): Promise<MfaMethodName[]> {
  const ticket = await findLoginTicket(ctx, mfaTicket, audience);
  return ticket ? offeredMethods(ctx, ticket.userId) : [];
}
