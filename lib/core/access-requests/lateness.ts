import { secondsAfter } from "../kernel/lifetimes";
import type { InstanceSettings } from "../settings/get-settings";

/** How late a request is that has waited since then, by the hours of the settings. */
export function lateness(
  since: Date,
  now: Date,
  { amberAfterHours, redAfterHours }: Pick<InstanceSettings, "amberAfterHours" | "redAfterHours">,
): "amber" | "red" | null {
  const isOlderThan = (hours: number) => secondsAfter(since, hours * 60 * 60) <= now;
  if (isOlderThan(redAfterHours)) return "red";
  return isOlderThan(amberAfterHours) ? "amber" : null;
}
