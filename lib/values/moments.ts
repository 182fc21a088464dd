import { z } from "zod";

/*
 * Moments that come from outside. JavaScript, ISO 8601 and PostgreSQL agree on years of four digits alone: year 0 is none
 * to PostgreSQL, and beyond 9999 JavaScript writes a sign. A day's margin leaves room for offsets and whole days.
 */
const earliest = Date.parse("1900-01-01T00:00:00Z");
const latest = Date.parse("9999-12-30T00:00:00Z");

/** Null for what is no moment, and for one that nothing here can have. */
export function readMoment(text: string): Date | null {
  const moment = new Date(text);
  const time = moment.getTime();
  return time >= earliest && time <= latest ? moment : null;
}

const isKept = (text: string) => readMoment(text) !== null;
const instant = z.iso.datetime({ offset: true, error: "moment" }).refine(isKept, "moment");

/** A moment with its offset from UTC, as 2026-03-31T09:00:00Z. */
export const momentSchema = instant.transform((text) => new Date(text));

/** A day in UTC, as 2026-03-31. */
export const daySchema = z.iso.date("day").refine(isKept, "day");

/** A day (all of it, UTC) or a moment, as it was typed. */
export const dayOrMomentSchema = z.union([z.iso.date("moment").refine(isKept, "moment"), instant]);
