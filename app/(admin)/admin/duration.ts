import { getFormatter, getTranslations } from "next-intl/server";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Returns e.g. "25 min", "3.5 hr" or "2.1 days". */
export async function durationWords(seconds: number): Promise<string> {
  const format = await getFormatter();
  if (seconds < minute) return (await getTranslations("overview.duration"))("seconds");
  const [unit, length] = (
    seconds < 2 * hour ? ["minute", minute] : seconds < 2 * day ? ["hour", hour] : ["day", day]
  ) as [string, number];
  const maximumFractionDigits = unit === "minute" ? 0 : 1;
  return format.number(seconds / length, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits });
}
