import { parseDevice } from "../device";
import type { Translation } from "./translate";

/** "Firefox on Linux", or "curl/8.5.0". */
export function describeDevice(userAgent: string, t: Translation["t"]): string {
  const { name, system } = parseDevice(userAgent);
  if (name === null) return t("originUnknownDevice");
  return system === null ? name : t("originBrowserOnSystem", { browser: name, system });
}
