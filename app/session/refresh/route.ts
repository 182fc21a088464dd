import { NextResponse } from "next/server";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { safeNextPath } from "@/lib/values/next-path";
import { webContext } from "@/lib/web/context";
import { findUser } from "@/lib/web/current-user";
import { clearedCookies, cookiesOf, readSessionTokens } from "@/lib/web/session-cookies";

export const dynamic = "force-dynamic";

/** Rotates the session when a page opens, and clears cookies only if session and access token are both over. */
export async function GET(request: Request): Promise<Response> {
  const next = safeNextPath(new URL(request.url).searchParams.get("next"));
  if (await findUser()) return goTo(next);
  const login = `/login?reason=session_ended&next=${encodeURIComponent(next)}`;
  const { refreshToken } = await readSessionTokens();
  if (!refreshToken) return goTo(login);
  const refreshed = await refreshSession(await webContext(), refreshToken, nativeAudience);
  if (refreshed.ok) return goTo(next, cookiesOf(refreshed.value.session));
  // Keeps the cookies of a renewed session, because the browser may have newer ones.
  return goTo(login, refreshed.error.code === "session_renewed" ? [] : clearedCookies());
}

/** Keeps Next from running GET for HEAD, which would spend the refresh token. */
export function HEAD(): Response {
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

/** Uses a relative path to stay on the host name in use. */
function goTo(path: string, cookies: ReturnType<typeof cookiesOf | typeof clearedCookies> = []): NextResponse {
  const answer = new NextResponse(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
  for (const cookie of cookies) answer.cookies.set(cookie);
  return answer;
}
