import Bowser from "bowser";
import type { Translation } from "./translate";

const knownBrowsers = new Set(Object.values(Bowser.BROWSER_MAP));
/** A program's own name and version, as RFC 9110 has it: short, and no room for a message to the reader. */
const program = /^(?!Mozilla\/)[A-Za-z][A-Za-z-]{1,30}\/[0-9.]{1,15}(?=$| )/;

/**
 * "Firefox on Linux", or "curl/8.5.0". Whoever sends the request chooses its user agent, so that nothing of it reaches
 * a mail which could be more than a name.
 */
export function describeDevice(userAgent: string, t: Translation["t"]): string {
  const unknown = t("originUnknownDevice");
  if (userAgent === "") return unknown;
  const { browser, os } = Bowser.parse(userAgent);
  if (!browser.name || !knownBrowsers.has(browser.name)) return program.exec(userAgent)?.[0] ?? unknown;
  return os.name ? t("originBrowserOnSystem", { browser: browser.name, system: os.name }) : browser.name;
}
