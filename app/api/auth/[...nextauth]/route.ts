import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { webContext } from "@/lib/web/context";
import { authOptions } from "@/lib/web/next-auth";
import { isUnreadable } from "@/lib/web/sso/callback-address";
import { travel } from "@/lib/web/sso/travel";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** Serves only the session and single sign-on, not next-auth's other routes. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (await isUnreadable(request)) return unreadable();
  if (nextauth.length === 1 && nextauth[0] === "session") return readSession(request, context);
  const isTrip = (nextauth.length === 1 && nextauth[0] === "csrf") || nextauth[0] === "callback";
  return (isTrip ? await travel(request, nextauth) : null) ?? notFound();
}

/** Relies on the origin check in server.ts and next-auth's CSRF token. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (await isUnreadable(request)) return unreadable();
  return (nextauth[0] === "signin" ? await travel(request, nextauth) : null) ?? notFound();
}

/** Sets no cookie: next-auth would extend ours, or clear one that another tab just renewed. */
async function readSession(request: NextRequest, context: Context): Promise<Response> {
  const ctx = await webContext();
  const options = authOptions((token) => resolveSession(ctx, token, nativeAudience));
  const answer: Response = await NextAuth(options)(request, context);
  answer.headers.delete("Set-Cookie");
  return answer;
}

function notFound(): Response {
  return plain(404, "Not found");
}

function unreadable(): Response {
  return plain(400, "This request couldn't be read.");
}

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
