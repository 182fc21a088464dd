import type { CoreContext } from "../kernel/context";
import { findLoginTicket } from "./login-ticket";
import { type MfaMethodName, offeredMethods } from "./mfa/methods";

/** Whose sign-in a ticket is for, and with which methods it can be finished. Empty when the ticket isn't open. */
export async function offeredAtTicket(
  ctx: CoreContext,
  mfaTicket: string,
  audience: string,
): Promise<{ email: string; methods: MfaMethodName[] }> {
  const ticket = await findLoginTicket(ctx, mfaTicket, audience);
  if (!ticket) return { email: "", methods: [] };
  const user = await ctx.db.user.findUnique({ where: { id: ticket.userId }, select: { email: true } });
  return { email: user?.email ?? "", methods: await offeredMethods(ctx, ticket.userId) };
}
