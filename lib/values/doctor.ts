import { z } from "zod";

export const browserFactsSchema = z.strictObject({
  /** `location.origin`. */
  origin: z.url({ protocol: /^https?$/ }).max(300),
  now: z.coerce.date(),
  /** Whether cookies with the session's flags work. */
  keepsCookies: z.boolean(),
});

export type BrowserFacts = z.output<typeof browserFactsSchema>;

export const examineSchema = z.strictObject({ browser: browserFactsSchema });
