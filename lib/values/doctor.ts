import { z } from "zod";

/** Browser checks of the diagnostics. */
export const browserFactsSchema = z.strictObject({
  /** `location.origin`. */
  origin: z.url({ protocol: /^https?$/ }).max(300),
  now: z.coerce.date(),
  /** A cookie with the session cookies' flags was kept. */
  keepsCookies: z.boolean(),
});

export type BrowserFacts = z.output<typeof browserFactsSchema>;

export const examineSchema = z.strictObject({ browser: browserFactsSchema });
