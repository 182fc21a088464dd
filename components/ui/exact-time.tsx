"use client";

import { useLocale } from "next-intl";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Shows UTC until the browser knows the zone, e.g. "21 Nov 2026, 10:31:05 GMT+1". */
export function ExactTime({ date }: { date: Date | string }) {
  const at = new Date(date);
  const locale = useLocale();
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const zone = isHere ? {} : { timeZone: "UTC" };
  const text = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "long", ...zone }).format(at);
  return (
    <time dateTime={at.toISOString()} suppressHydrationWarning>
      {text}
    </time>
  );
}
