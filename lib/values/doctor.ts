import { z } from "zod";

export const browserFactsSchema = z.strictObject({
  /** `location.origin`. */
  origin: z.url({ protocol: /^https?$/ }).max(300),
  now: z.coerce.date(),
  keepsCookies: z.boolean(),
});

export type BrowserFacts = z.output<typeof browserFactsSchema>;

export const examineSchema = z.strictObject({ browser: browserFactsSchema });
