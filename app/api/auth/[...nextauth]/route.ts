import NextAuth from "next-auth";
import { authOptions } from "@/lib/web/next-auth";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** Reading the session is all that is in use; everything else next-auth could answer is not there. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.length !== 1 || nextauth[0] !== "session") return new Response("Not found\n", { status: 404 });
  return NextAuth(authOptions())(request, context);
}
