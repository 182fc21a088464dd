import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { clientKey } from "@/lib/values/client-key";
import { freshSignIn } from "@/lib/values/fresh-sign-in";
import { webConfig } from "../config";
import { webContext } from "../context";
import { ssoOptions } from "./options";
import { ssoFailedPath } from "./receive-arrival";

/** Null for an unknown provider. Replaces next-auth's pages. */
export async function travel(request: NextRequest, nextauth: string[]): Promise<Response | null> {
  const { ssoProviders } = webConfig();
  const [step, provider] = nextauth;
  const isKnown = step === "csrf" ? ssoProviders.length > 0 : ssoProviders.some(({ id }) => id === provider);
  if (!isKnown || nextauth.length > 2) return null;
  // next-auth passes other parameters to the provider.
  if (step === "signin" && !["", "?prompt=login", `?${freshSignIn}`].includes(request.nextUrl.search)) return null;
  if (step !== "csrf") {
    const ctx = await webContext();
    const state = await ctx.limits.consume("sso", clientKey(ctx.request.ip));
    if (!state.allowed) return tooMany(state.retryAfterSeconds);
  }
  const params = Promise.resolve({ nextauth });
  const answer: Response = await NextAuth(ssoOptions())(request, { params });
  return step === "signin" ? tidyAnswer(answer) : tidyRedirect(answer);
}

function isItsOwnPage(address: string): boolean {
  const { appUrl } = webConfig();
  const url = URL.parse(address, appUrl);
  return !url || (url.origin === appUrl && (url.pathname.startsWith("/api/auth/") || url.searchParams.has("error")));
}

function tidyRedirect(answer: Response): Response {
  const location = answer.headers.get("Location");
  if (location && isItsOwnPage(location)) answer.headers.set("Location", ssoFailedPath);
  answer.headers.set("Cache-Control", "no-store");
  return answer;
}

/** Our button's script follows JSON because the CSP blocks a form's redirect. */
async function tidyAnswer(answer: Response): Promise<Response> {
  if (!answer.headers.get("Content-Type")?.includes("application/json")) return tidyRedirect(answer);
  const { url } = (await answer.json()) as { url?: unknown };
  const goesAway = typeof url === "string" && !isItsOwnPage(url);
  const headers = new Headers(answer.headers);
  headers.set("Cache-Control", "no-store");
  return Response.json({ url: goesAway ? url : ssoFailedPath }, { status: 200, headers });
}

function tooMany(retryAfterSeconds: number): Response {
  return new Response("Too many attempts. Wait a moment, then try again.\n", {
    status: 429,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Retry-After": String(retryAfterSeconds) },
  });
}
