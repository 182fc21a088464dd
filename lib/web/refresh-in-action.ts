import type { UserActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { err, ok, type Result } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { findUser } from "./current-user";
import { readSessionTokens, setSessionCookies } from "./session-cookies";

/**
 * Refreshes the session, so that a filled-in form isn't lost. `session_renewed`: another tab did, and a retry will
 * succeed.
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

export async function findOwnUser(ctx: CoreContext): Promise<UserActor | null> {
  const user = await findOrRefreshUser(ctx);
  return user.ok ? user.value : null;
}
