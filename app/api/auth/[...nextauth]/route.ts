import NextAuth from "next-auth";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { webContext } from "@/lib/web/context";
import { authOptions } from "@/lib/web/next-auth";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/**
 * Reading the session is all that is in use; everything else next-auth could answer is not there. Reading sets no
 * cookie: next-auth would prolong ours, or clear one that another tab has just renewed.
 */
export async function GET(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.length !== 1 || nextauth[0] !== "session") return notFound();
  const ctx = await webContext();
  const options = authOptions((token) => resolveSession(ctx, token, nativeAudience));
  const answer: Response = await NextAuth(options)(request, context);
  answer.headers.delete("Set-Cookie");
  return answer;
}

export function POST(): Response {
  return notFound();
}

function notFound(): Response {
  return new Response("Not found\n", { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
