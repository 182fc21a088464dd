import { cookies } from "next/headers";
import type { CoreContext } from "@/lib/core/context";
import { ssoTicketSeconds } from "@/lib/core/lifetimes";
import { sessionCookies } from "@/lib/values/session-cookies";
import { webConfig } from "../config";

const purpose = "sso-arrival";

function cookieFor() {
  const { secure } = sessionCookies(webConfig().appUrl);
  const name = `${secure ? "__Host-" : ""}foyer_sso_arrival`;
  return { name, httpOnly: true, sameSite: "lax" as const, path: "/", secure };
}

/**
 * Binds a ticket to the browser that came back from the provider. Its address alone must not do: somebody could send
 * theirs to another person, who would then work in a stranger's account.
 */
export async function bindTicket(ctx: CoreContext, ticket: string): Promise<void> {
  const value = ctx.secrets.mac(purpose, ticket);
  (await cookies()).set({ ...cookieFor(), value, maxAge: ssoTicketSeconds });
}

/** True when this browser arrived with the ticket. */
export async function arrivedHere(ctx: CoreContext, ticket: string): Promise<boolean> {
  const kept = (await cookies()).get(cookieFor().name)?.value;
  return kept !== undefined && ctx.secrets.verifyMac(purpose, ticket, kept);
}
