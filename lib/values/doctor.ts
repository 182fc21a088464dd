import { z } from "zod";

/** What a browser found out by itself, for the doctor. */
export const browserFactsSchema = z.strictObject({
  /** `location.origin`. */
  origin: z.url({ protocol: /^https?$/ }).max(300),
  /** Its clock. */
  now: z.coerce.date(),
  /** A cookie with the flags of ours was kept. */
  keepsCookies: z.boolean(),
});

export type BrowserFacts = z.output<typeof browserFactsSchema>;

export const examineSchema = z.strictObject({ browser: browserFactsSchema });
