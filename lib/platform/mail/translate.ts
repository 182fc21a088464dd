import { createFormatter, createTranslator } from "use-intl/core";
import { humanizeBuyerMode } from "@/lib/values/buyer-mode";
import { defaultLocale, type Locale, locales } from "@/lib/values/locale";
import de from "@/messages/de/mail.json";
import dePublic from "@/messages/de/public.json";
import en from "@/messages/en/mail.json";
import enPublic from "@/messages/en/public.json";

const messages = { en, de } satisfies Record<Locale, typeof en>;
const buyerModes: Record<Locale, Record<string, string>> = {
  en: enPublic.request.modes,
  de: dePublic.request.modes,
};

/** Times are in UTC because the reader's zone is unknown. */
export function translate(wanted: string) {
  const locale = locales.find((known) => known === wanted) ?? defaultLocale;
  const onError = (error: Error) => {
    throw error;
  };
  const t = createTranslator({ locale, messages: messages[locale], onError });
  const format = createFormatter({ locale, timeZone: "UTC" });
  const dateTime = (at: Date) =>
    format.dateTime(at, {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    });
  const buyerMode = (mode: string) => buyerModes[locale][mode] ?? humanizeBuyerMode(mode);
  return { locale, t, dateTime, buyerMode };
}

export type Translation = ReturnType<typeof translate>;
