import type { NextAuthOptions } from "next-auth";
import type { UserActor } from "@/lib/core/kernel/actors";
import { accessTokenSeconds } from "@/lib/core/kernel/lifetimes";
import { getApp } from "@/lib/platform/context";
import { sessionCookies } from "@/lib/values/session-cookies";

/**
 * next-auth as a reader of our own session: its cookie is our access cookie, decoding asks `resolve` (the core) whether
 * the token and the session's row are good, encoding gives the token back as it came and never extends it.
 */
export function authOptions(resolve: (accessToken: string) => Promise<UserActor | null>): NextAuthOptions {
  const app = getApp();
  const { accessName, secure } = sessionCookies(app.config.appUrl);
  const options = { httpOnly: true, sameSite: "lax" as const, path: "/", secure };
  return {
    providers: [],
    secret: app.secrets.mac("next-auth", "secret"),
    session: { strategy: "jwt", maxAge: accessTokenSeconds },
    cookies: { sessionToken: { name: accessName, options } },
    pages: { signIn: "/login", error: "/login" },
    logger: {
      error(code, details) {
        // A token that has run out is no fault; a fault while resolving it is thrown to whoever asked.
        if (code === "JWT_SESSION_ERROR") return;
        const thrown = details instanceof Error ? details : details.error;
        // Anybody can come back with a made-up answer, and a provider may be away or say no: nothing of ours is broken.
        const isTheirs = code.startsWith("OAUTH_") || code === "SIGNIN_OAUTH_ERROR";
        app.log[isTheirs ? "warn" : "error"]({ problem: code, error: String(thrown) }, "next-auth failed");
      },
      warn: (code) => app.log.warn({ problem: code }, "next-auth warns"),
      debug: () => undefined,
    },
    jwt: {
      async decode({ token }) {
        const actor = token ? await resolve(token) : null;
        if (!token || !actor) return null;
        const expires = actor.session.refreshExpiresAt.toISOString();
        return { sub: actor.user.id, name: actor.user.name, email: actor.user.email, accessToken: token, expires };
      },
      encode: async ({ token }) => String(token?.accessToken ?? ""),
    },
    callbacks: {
      jwt: ({ token }) => token,
      // What the browser may read of it; the credential stays in its cookie.
      session: ({ token }) => ({
        user: { id: token.sub, name: token.name, email: token.email },
        expires: String(token.expires),
      }),
    },
  };
}
