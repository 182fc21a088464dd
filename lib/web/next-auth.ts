import type { NextAuthOptions } from "next-auth";
import { forRequest } from "@/lib/core/context";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { getApp } from "@/lib/platform/context";
import { sessionCookies } from "@/lib/values/session-cookies";

/**
 * next-auth as a reader of our own session: its cookie is our access cookie, decoding verifies the token and the
 * session's row through the core, encoding gives the token back as it came and never extends it.
 */
export function authOptions(): NextAuthOptions {
  const app = getApp();
  const { accessName, secure } = sessionCookies(app.config.appUrl);
  const options = { httpOnly: true, sameSite: "lax" as const, path: "/", secure };
  return {
    providers: [],
    secret: app.secrets.mac("next-auth", "secret"),
    session: { strategy: "jwt" },
    cookies: { sessionToken: { name: accessName, options } },
    pages: { signIn: "/login", error: "/login" },
    jwt: {
      async decode({ token }) {
        if (!token) return null;
        const ctx = forRequest(app, { ip: "", userAgent: "", requestId: "", locale: "en" });
        const actor = await resolveSession(ctx, token, nativeAudience);
        return actor
          ? { sub: actor.user.id, name: actor.user.name, email: actor.user.email, accessToken: token }
          : null;
      },
      encode: async ({ token }) => String(token?.accessToken ?? ""),
    },
    callbacks: {
      jwt: ({ token }) => token,
      // What the browser may read of it; the credential stays in its cookie.
      session: ({ session, token }) => ({
        ...session,
        user: { id: token.sub, name: token.name, email: token.email },
      }),
    },
  };
}
