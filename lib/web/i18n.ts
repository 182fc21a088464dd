import { getRequestConfig } from "next-intl/server";
import { requestLocale } from "./context";
import { loadMessages } from "./messages";

export default getRequestConfig(async () => {
  const locale = await requestLocale();
  // Corrected in the browser by <RelativeTime>.
  return { locale, messages: await loadMessages[locale](), timeZone: "UTC" };
});
