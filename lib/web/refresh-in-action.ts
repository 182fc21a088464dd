import type { UserActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { err, ok, type Result } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { findUser } from "./current-user";
import { readSessionTokens, setSessionCookies } from "./session-cookies";

/**
 * Who sends this action. A form that was filled in while the access token ran out (a laptop that slept) must not be
 * lost: then the session is rotated once, here, where cookies can be set. `session_renewed`: another tab has just renewed it,
 * and the same action will succeed with the new cookies.
 */
export async function findOrRefreshUser(
  ctx: CoreContext,
): Promise<Result<UserActor, "unauthenticated" | "session_renewed">> {
  const actor = await findUser();
  if (actor) return ok(actor);
  const { refreshToken } = await readSessionTokens();
  const refreshed = refreshToken ? await refreshSession(ctx, refreshToken, nativeAudience) : null;
  if (!refreshed?.ok) return err(refreshed?.error.code === "session_renewed" ? "session_renewed" : "unauthenticated");
  await setSessionCookies(refreshed.value.session);
  const renewed = await resolveSession(ctx, refreshed.value.session.accessToken, nativeAudience);
  return renewed ? ok(renewed) : err("unauthenticated");
}

/** Who is signed in to the browser of a public action, or null. */
export async function findOwnUser(ctx: CoreContext): Promise<UserActor | null> {
  const user = await findOrRefreshUser(ctx);
  return user.ok ? user.value : null;
}
