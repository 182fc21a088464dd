import { NextResponse } from "next/server";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { safeNextPath } from "@/lib/values/next-path";
import { webContext } from "@/lib/web/context";
import { findUser } from "@/lib/web/current-user";
import { clearedCookies, cookiesOf, readSessionTokens } from "@/lib/web/session-cookies";

export const dynamic = "force-dynamic";

/**
 * The one place where opening a page rotates the session: the access token has run out, the refresh token lives. The
 * answer goes on to the page. Whoever loses a race gets the winner's tokens, so a refusal is only ever said of a session
 * that is over: then, and only when the access token opens nothing either, the cookies go.
 */
export async function GET(request: Request): Promise<Response> {
  const next = safeNextPath(new URL(request.url).searchParams.get("next"));
  if (await findUser()) return goTo(next);
  const login = `/login?reason=session_ended&next=${encodeURIComponent(next)}`;
  const { refreshToken } = await readSessionTokens();
  if (!refreshToken) return goTo(login);
  const refreshed = await refreshSession(await webContext(), refreshToken, nativeAudience);
  if (refreshed.ok) return goTo(next, cookiesOf(refreshed.value.session));
  // The cookies of a session that was renewed may have been replaced in this browser by now.
  return goTo(login, refreshed.error.code === "session_renewed" ? [] : clearedCookies());
}

/** Next would answer HEAD by running GET; a probe must not spend anything. */
export function HEAD(): Response {
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

/** Relative, so that the browser stays on the name by which it opened Foyer. */
function goTo(path: string, cookies: ReturnType<typeof cookiesOf | typeof clearedCookies> = []): NextResponse {
  const answer = new NextResponse(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
  for (const cookie of cookies) answer.cookies.set(cookie);
  return answer;
}
