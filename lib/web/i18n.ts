import { getRequestConfig } from "next-intl/server";
import type { Locale } from "@/lib/values/locale";
import { requestLocale } from "./context";

/** One file per area in messages/<locale>. Those of the mails are read where mails are written. */
const areas = ["account", "admin", "common", "errors", "public", "rules", "shell"] as const;

export default getRequestConfig(async () => {
  const locale = await requestLocale();
  // Dates are rendered on the server first: in UTC there, and corrected in the browser by <RelativeTime>.
  return { locale, messages: await loadMessages(locale), timeZone: "UTC" };
});

async function loadMessages(locale: Locale) {
  const loaded = await Promise.all(
    areas.map(async (area) => [area, (await import(`@/messages/${locale}/${area}.json`)).default] as const),
  );
  return Object.fromEntries(loaded);
}
