"use client";

import { useFormatter, useLocale } from "next-intl";
import { usePresent } from "./use-present";

const relativeForMilliseconds = 7 * 24 * 60 * 60 * 1000;
/** The server's clock may be ahead by this much: what it has just done is not in the future. */
const skewMilliseconds = 60_000;

/**
 * "3 hours ago" for a week, then "14 Nov 2026"; the exact time with its zone on hover and to screen readers. The server
 * knows neither the reader's zone nor the moment of reading, so it sends the date and the browser takes over.
 */
export function RelativeTime({ date }: { date: Date | string }) {
  const at = new Date(date);
  const format = useFormatter();
  const locale = useLocale();
  const present = usePresent();
  // The reader's day, as the tooltip has it; before the browser knows it, the server's.
  const day =
    present === null
      ? format.dateTime(at, { day: "numeric", month: "short", year: "numeric" })
      : new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }).format(at);
  const age = present === null ? null : present - at.getTime();
  const isRecent = age !== null && Math.abs(age) < relativeForMilliseconds;
  const isAhead = age !== null && age < -skewMilliseconds;
  const exact =
    present === null
      ? undefined
      : new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "long" }).format(at);
  return (
    <time dateTime={at.toISOString()} title={exact} suppressHydrationWarning>
      {isRecent && present !== null
        ? format.relativeTime(at, new Date(isAhead ? present : Math.max(present, at.getTime())))
        : day}
    </time>
  );
}
