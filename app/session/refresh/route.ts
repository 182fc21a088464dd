import { NextResponse } from "next/server";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { safeNextPath } from "@/lib/values/next-path";
import { webContext } from "@/lib/web/context";
import { findUser } from "@/lib/web/current-user";
import { cookiesOf, readSessionTokens } from "@/lib/web/session-cookies";

export const dynamic = "force-dynamic";

/**
 * The one place where opening a page rotates the session: the access token has run out, the refresh token lives. The
 * answer goes on to the page; cookies are only ever replaced by newer ones, for whoever loses a race may hold better
 * ones by now.
 */
export async function GET(request: Request): Promise<Response> {
  const next = safeNextPath(new URL(request.url).searchParams.get("next"));
  if (await findUser()) return goTo(next);
  const { refreshToken } = await readSessionTokens();
  const refreshed = refreshToken ? await refreshSession(await webContext(), refreshToken, nativeAudience) : null;
  if (!refreshed?.ok) return goTo(`/login?reason=session_ended&next=${encodeURIComponent(next)}`);
  const answer = goTo(next);
  for (const cookie of cookiesOf(refreshed.value.session)) answer.cookies.set(cookie);
  return answer;
}

/** Next would answer HEAD by running GET; a probe must not spend anything. */
export function HEAD(): Response {
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

/** Relative, so that the browser stays on the name by which it opened Foyer. */
function goTo(path: string): NextResponse {
  return new NextResponse(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
}
