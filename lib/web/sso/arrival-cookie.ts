import { ssoTicketSeconds } from "@/lib/core/kernel/lifetimes";
import { browserBinding } from "../browser-binding";

/** Prevents login CSRF: a foreign ticket doesn't work in another browser. */
export const arrivalCookie = browserBinding("foyer_sso_arrival", "sso-arrival", ssoTicketSeconds);
