import { nativeAudience } from "@/lib/core/sessions/audiences";
import { webContext } from "./context";
import { readSessionTokens } from "./session-cookies";

/** When the browser's access token runs out, milliseconds since the epoch; now, when it has none. */
export async function accessExpiresAt(): Promise<number> {
  const ctx = await webContext();
  const now = ctx.clock.now();
  const { accessToken } = await readSessionTokens();
  const claims = accessToken ? await ctx.secrets.verifyAccessToken(accessToken, nativeAudience, now) : null;
  return (claims?.expiresAt ?? now).getTime();
}
