import { registrationCookieSeconds } from "@/lib/core/kernel/lifetimes";
import { browserBinding } from "./browser-binding";

/** Binds a registration to the browser that made it: its link needs no password there. */
export const registrationCookie = browserBinding("foyer_registration", "registration", registrationCookieSeconds);
