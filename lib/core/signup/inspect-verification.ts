import type { CoreContext } from "../context";
import { findToken, type TokenState, tokenState } from "../tokens/one-time-token";

export interface VerificationView {
  state: TokenState;
  email: string | null;
  /** What the link makes good. Null: it was not kept apart from its account, or the link is dead. */
  registration: { name: string; organization: string; createdAt: Date; ip: string; userAgent: string } | null;
}

/** What the page of a verification link shows before its button is used. Spends nothing. */
export async function inspectVerification(ctx: CoreContext, token: string): Promise<VerificationView> {
  const found = await findToken(ctx.db, "EMAIL_VERIFICATION", token);
  const registration = found?.registrationId
    ? await ctx.db.pendingRegistration.findUnique({
        where: { id: found.registrationId },
        select: { name: true, organization: true, createdAt: true, ip: true, userAgent: true },
      })
    : null;
  return { state: tokenState(found, ctx.clock.now()), email: found?.email ?? null, registration };
}
