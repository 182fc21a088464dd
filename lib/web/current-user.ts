import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { type AdminActor, requireAdmin as narrowToAdmin, type UserActor } from "@/lib/core/actors";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { safeNextPath } from "@/lib/values/next-path";
import { webContext } from "./context";
import { authOptions } from "./next-auth";
import { readSessionTokens } from "./session-cookies";

/**
 * Who asks for this page, or null. next-auth says whether there is a session; who that is, and whether it still is, comes
 * from the core. Read once per request.
 */
export const findUser = cache(async (): Promise<UserActor | null> => {
  const { accessToken } = await readSessionTokens();
  if (!accessToken || !(await getServerSession(authOptions()))) return null;
  return resolveSession(await webContext(), accessToken, nativeAudience);
});

/** The person, or a way to become one: through one refresh when the browser still has a refresh token, else by signing in. */
export async function requireUser(): Promise<UserActor> {
  const actor = await findUser();
  if (actor) return actor;
  const path = safeNextPath((await headers()).get("x-foyer-path"));
  const next = encodeURIComponent(path);
  const { refreshToken } = await readSessionTokens();
  redirect(refreshToken ? `/session/refresh?next=${next}` : `/login?next=${next}`);
}

/** An admin, or the page that says that this one is for admins. */
export async function requireAdmin(): Promise<AdminActor> {
  const narrowed = narrowToAdmin(await requireUser());
  if (!narrowed.ok) forbidden();
  return narrowed.value;
}
