import type { NextAuthOptions } from "next-auth";
import { getApp } from "@/lib/platform/context";
import { sessionCookies } from "@/lib/values/session-cookies";
import { authOptions } from "../next-auth";
import { ssoProviders } from "./providers";
import { receiveArrival } from "./receive-arrival";

/** Never creates a next-auth session. */
export function ssoOptions(): NextAuthOptions {
  const { secure } = sessionCookies(getApp().config.appUrl);
  const nextCookie = `${secure ? "__Secure-" : ""}foyer_sso_next`;
  // Only the core reads sessions.
  const base = authOptions(async () => null);
  return {
    ...base,
    providers: ssoProviders(),
    cookies: {
      ...base.cookies,
      callbackUrl: { name: nextCookie, options: { httpOnly: true, sameSite: "lax", path: "/", secure } },
    },
    callbacks: {
      ...base.callbacks,
      signIn: ({ account, user, profile }) => receiveArrival({ account, user, profile }, nextCookie),
    },
  };
}
