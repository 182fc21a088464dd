import { ssoTicketSeconds } from "@/lib/core/kernel/lifetimes";
import { browserBinding } from "../browser-binding";

/** Prevents login CSRF. */
export const arrivalCookie = browserBinding("foyer_sso_arrival", "sso-arrival", ssoTicketSeconds);
