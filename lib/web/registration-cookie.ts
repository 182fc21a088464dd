import { registrationCookieSeconds } from "@/lib/core/kernel/lifetimes";
import { browserBinding } from "./browser-binding";

/** The link needs no password in the browser that registered. */
export const registrationCookie = browserBinding("foyer_registration", "registration", registrationCookieSeconds);
