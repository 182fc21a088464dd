import { nativeAudience } from "@/lib/core/sessions/audiences";
import { webContext } from "./context";
import { readSessionTokens } from "./session-cookies";

/** Milliseconds since the epoch. */
export async function accessTimes(): Promise<{ expiresAt: number; servedAt: number }> {
  const ctx = await webContext();
  const now = ctx.clock.now();
  const { accessToken } = await readSessionTokens();
  const claims = accessToken ? await ctx.secrets.verifyAccessToken(accessToken, nativeAudience, now) : null;
  return { expiresAt: (claims?.expiresAt ?? now).getTime(), servedAt: now.getTime() };
}
