import type { TokenPurpose } from "@/generated/prisma/enums";
import type { CoreContext } from "../kernel/context";
import { findToken, type TokenState, tokenState } from "../kernel/one-time-token";

/** Doesn't use the token. */
export async function inspectToken(
  ctx: CoreContext,
  purpose: Exclude<TokenPurpose, "APPROVAL" | "INVITATION">,
  token: string,
): Promise<{ state: TokenState; email: string | null }> {
  const found = await findToken(ctx.db, purpose, token);
  return { state: tokenState(found, ctx.clock.now()), email: found?.email ?? null };
}
