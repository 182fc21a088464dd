import Bowser from "bowser";

export interface Device {
  /** "Firefox", or "curl/8.5.0". Null if unsafe to show. */
  name: string | null;
  /** "Linux". Null for a program or if unknown. */
  system: string | null;
  kind: "computer" | "phone" | "program";
}

const knownBrowsers = new Set(Object.values(Bowser.BROWSER_MAP));
/** A product token (RFC 9110), too short for a message. */
const program = /^(?!Mozilla\/)[A-Za-z][A-Za-z-]{1,30}\/[0-9.]{1,15}(?=$| )/;

/** The client chooses its user agent, so it's untrusted. */
export function parseDevice(userAgent: string): Device {
  const unknown = { name: program.exec(userAgent)?.[0] ?? null, system: null, kind: "program" } as const;
  if (userAgent === "") return unknown;
  const { browser, os, platform } = Bowser.parse(userAgent);
  if (!browser.name || !knownBrowsers.has(browser.name)) return unknown;
  const isPhone = platform.type === "mobile" || platform.type === "tablet";
  return { name: browser.name, system: os.name ?? null, kind: isPhone ? "phone" : "computer" };
}
