import { z } from "zod";

/** JavaScript, ISO 8601 and PostgreSQL agree on four-digit years only. Leaves a day for offsets. */
const earliest = Date.parse("1900-01-01T00:00:00Z");
const latest = Date.parse("9999-12-30T00:00:00Z");

/** Null when invalid. */
export function readMoment(text: string): Date | null {
  const moment = new Date(text);
  const time = moment.getTime();
  return time >= earliest && time <= latest ? moment : null;
}

const isKept = (text: string) => readMoment(text) !== null;
const instant = z.iso.datetime({ offset: true, error: "moment" }).refine(isKept, "moment");

/** Requires a UTC offset. */
export const momentSchema = instant.transform((text) => new Date(text));

/** UTC, e.g. 2026-03-31. */
export const daySchema = z.iso.date("day").refine(isKept, "day");

/** Whole UTC day, or moment. */
export const dayOrMomentSchema = z.union([z.iso.date("moment").refine(isKept, "moment"), instant]);
