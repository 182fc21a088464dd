import { cookies } from "next/headers";
import type { CoreContext } from "@/lib/core/kernel/context";
import { sessionCookies } from "@/lib/values/session-cookies";
import { webConfig } from "./config";

/** HttpOnly cookie with a MAC, `__Host-` on https. */
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
    /** Pages can't set cookies. */
    async bind(ctx: CoreContext, thing: string): Promise<void> {
      (await cookies()).set({ ...cookie(), value: ctx.secrets.mac(purpose, thing), maxAge: seconds });
    },
    async isBound(ctx: CoreContext, thing: string): Promise<boolean> {
      const kept = (await cookies()).get(cookie().name)?.value;
      return kept !== undefined && ctx.secrets.verifyMac(purpose, thing, kept);
    },
  };
}
