import type { CoreContext } from "../context";
import { findToken, tokenState } from "../tokens/one-time-token";

export type Invitation =
  | { state: "open"; email: string; name: string; organization: string; buyerMode: string; expiresAt: Date }
  | { state: "used" }
  | { state: "expired" }
  | { state: "unknown" };

/** What the sign-up page may show of an approval token. Spends nothing, so that mail scanners can look. */
export async function findInvitation(ctx: CoreContext, token: string): Promise<Invitation> {
  const found = await findToken(ctx.db, "APPROVAL", token);
  const state = tokenState(found, ctx.clock.now());
  if (!found?.accessRequestId || state === "unknown") return { state: "unknown" };
  const request = await ctx.db.accessRequest.findUnique({ where: { id: found.accessRequestId } });
  if (!request) return { state: "unknown" };
  if (state === "used" || request.status === "REGISTERED") return { state: "used" };
  if (state === "expired" || request.status !== "APPROVED") return { state: "expired" };
  return {
    state: "open",
    email: request.email,
    name: request.name,
    organization: request.organization,
    buyerMode: request.buyerMode,
    expiresAt: found.expiresAt,
  };
}
