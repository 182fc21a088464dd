import { z } from "zod";

/** Days, including today. */
export const statsDays = ["7", "30", "90"] as const;

export const statsSchema = z.strictObject({
  days: z
    .enum(statsDays)
    .default("30")
    .transform((days) => Number(days)),
});
