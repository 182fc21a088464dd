import { ssoTicketSeconds } from "@/lib/core/kernel/lifetimes";
import { browserBinding } from "../browser-binding";

/**
 * Binds a ticket to the browser that came back from the provider. Its address alone must not do: somebody could send
 * theirs to another person, who would then work in a stranger's account.
 */
export const arrivalCookie = browserBinding("foyer_sso_arrival", "sso-arrival", ssoTicketSeconds);
