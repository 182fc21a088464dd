import type { NextAuthOptions } from "next-auth";
import type { UserActor } from "@/lib/core/kernel/actors";
import { accessTokenSeconds } from "@/lib/core/kernel/lifetimes";
import { getApp } from "@/lib/platform/context";
import { sessionCookies } from "@/lib/values/session-cookies";

/** Encoding never extends the session. */
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
        // An expired token isn't an error.
        if (code === "JWT_SESSION_ERROR") return;
        const thrown = details instanceof Error ? details : details.error;
        // Forged answers and provider failures aren't our errors.
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
      // The credential stays in its cookie.
      session: ({ token }) => ({
        user: { id: token.sub, name: token.name, email: token.email },
        expires: String(token.expires),
      }),
    },
  };
}
