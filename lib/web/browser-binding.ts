import { cookies } from "next/headers";
import type { CoreContext } from "@/lib/core/kernel/context";
import { sessionCookies } from "@/lib/values/session-cookies";
import { webConfig } from "./config";

/**
 * A cookie that binds one thing to the browser that made it: HttpOnly, and `__Host-` on https. It holds a MAC, so that
 * nobody can make one for a thing of somebody else. `seconds`: how long the browser keeps it.
 */
export function browserBinding(name: string, purpose: string, seconds: number) {
  const cookie = () => {
    const { secure } = sessionCookies(webConfig().appUrl);
    return {
      name: `${secure ? "__Host-" : ""}${name}`,
      httpOnly: true,
      sameSite: "lax" as const,
      path: "/",
      secure,
    };
  };
  return {
    /** Binds it to this browser; what was bound there before is forgotten. Not in pages: they can't set cookies. */
    async bind(ctx: CoreContext, thing: string): Promise<void> {
      (await cookies()).set({ ...cookie(), value: ctx.secrets.mac(purpose, thing), maxAge: seconds });
    },
    /** True in the browser that it was last bound to. */
    async isBound(ctx: CoreContext, thing: string): Promise<boolean> {
      const kept = (await cookies()).get(cookie().name)?.value;
      return kept !== undefined && ctx.secrets.verifyMac(purpose, thing, kept);
    },
  };
}
