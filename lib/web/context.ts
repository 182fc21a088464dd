import { cookies, headers } from "next/headers";
import { cache } from "react";
import { type CoreContext, forRequest } from "@/lib/core/kernel/context";
import { getApp } from "@/lib/platform/context";
import { type Locale, localeSchema, negotiateLocale } from "@/lib/values/locale";
import { readRequestSource, requestSourceHeader } from "@/lib/values/request-source";
import { deviceCookiePattern, sessionCookies } from "@/lib/values/session-cookies";
import { isLocalVisit } from "./config";

const userAgentCharactersMax = 512;
export const localeCookie = "foyer_locale";

export async function requestLocale(): Promise<Locale> {
  const chosen = localeSchema.safeParse((await cookies()).get(localeCookie)?.value);
  return chosen.success ? chosen.data : negotiateLocale((await headers()).get("accept-language"));
}

async function readDeviceToken(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookies(getApp().config.appUrl).deviceName)?.value ?? "";
  return deviceCookiePattern.test(token) ? token : null;
}

/** server.ts sets the address and id headers. */
export const webContext = cache(async (): Promise<CoreContext> => {
  const incoming = await headers();
  return forRequest(getApp(), {
    ip: incoming.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown",
    userAgent: (incoming.get("user-agent") ?? "").toWellFormed().slice(0, userAgentCharactersMax),
    requestId: incoming.get("x-request-id") ?? crypto.randomUUID(),
    locale: await requestLocale(),
    via: "browser",
    deviceToken: await readDeviceToken(),
    requestSource: readRequestSource(incoming.get(requestSourceHeader)),
    isLocal: await isLocalVisit(),
  });
});
