import { z } from "zod";

/** ISO 8601 in JSON, `Date` in code. */
export const jsonDate = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
