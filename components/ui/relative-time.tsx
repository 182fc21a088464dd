"use client";

import { useFormatter, useLocale } from "next-intl";
import { usePresent } from "./use-present";

const relativeForMilliseconds = 7 * 24 * 60 * 60 * 1000;
/** Treats server times this far ahead as now. */
const skewMilliseconds = 60_000;

/**
 * Shows "3 hours ago" for a week, then "14 Nov 2026", in the browser because the server doesn't know the reader's zone.
 */
export function RelativeTime({ date }: { date: Date | string }) {
  const at = new Date(date);
  const format = useFormatter();
  const locale = useLocale();
  const present = usePresent();
  // Uses the server's day until the browser knows the reader's.
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
