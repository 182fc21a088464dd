import { getRequestConfig } from "next-intl/server";
import { requestLocale } from "./context";
import { loadMessages } from "./messages";

export default getRequestConfig(async () => {
  const locale = await requestLocale();
  // Dates are rendered on the server first: in UTC there, and corrected in the browser by <RelativeTime>.
  return { locale, messages: await loadMessages[locale](), timeZone: "UTC" };
});
