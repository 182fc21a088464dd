import { createFormatter, createTranslator } from "use-intl/core";
import { defaultLocale, type Locale, locales } from "@/lib/values/locale";
import de from "@/messages/de/mail.json";
import en from "@/messages/en/mail.json";

const messages = { en, de } satisfies Record<Locale, typeof en>;

/** Words and dates of one mail. Times are in UTC and say so: where the reader is, nobody knows. */
export function translate(wanted: string) {
  const locale = locales.find((known) => known === wanted) ?? defaultLocale;
  const onError = (error: Error) => {
    throw error;
  };
  const t = createTranslator({ locale, messages: messages[locale], onError });
  const format = createFormatter({ locale, timeZone: "UTC" });
  const dateTime = (at: Date) =>
    format.dateTime(at, {
      ...{ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
      ...{ hourCycle: "h23", timeZoneName: "short" },
    });
  return { locale, t, dateTime };
}

export type Translation = ReturnType<typeof translate>;
