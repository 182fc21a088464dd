import type { UserActor } from "@/lib/core/actors";
import type { CoreContext } from "@/lib/core/context";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { findUser } from "./current-user";
import { readSessionTokens, setSessionCookies } from "./session-cookies";

/**
 * Who sends this action. A form that was filled in while the access token ran out (a laptop that slept) must not be
 * lost: then the session is rotated once, here, where cookies can be set.
 */
export async function findOrRefreshUser(ctx: CoreContext): Promise<UserActor | null> {
  const actor = await findUser();
  if (actor) return actor;
  const { refreshToken } = await readSessionTokens();
  const refreshed = refreshToken ? await refreshSession(ctx, refreshToken, nativeAudience) : null;
  if (!refreshed?.ok) return null;
  await setSessionCookies(refreshed.value.session);
  return resolveSession(ctx, refreshed.value.session.accessToken, nativeAudience);
}
