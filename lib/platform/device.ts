import Bowser from "bowser";

export interface Device {
  /** "Firefox", or a program's own name and version ("curl/8.5.0"). Null: it says nothing that can be shown. */
  name: string | null;
  /** "Linux". Null: a program, or not known. */
  system: string | null;
  kind: "computer" | "phone" | "program";
}

const knownBrowsers = new Set(Object.values(Bowser.BROWSER_MAP));
/** A program's own name and version, as RFC 9110 has it: short, and no room for a message to the reader. */
const program = /^(?!Mozilla\/)[A-Za-z][A-Za-z-]{1,30}\/[0-9.]{1,15}(?=$| )/;

/**
 * What a user agent says of itself. Whoever sends the request chooses it, so nothing of it is shown that could be more
 * than a name.
 */
export function parseDevice(userAgent: string): Device {
  const unknown = { name: program.exec(userAgent)?.[0] ?? null, system: null, kind: "program" } as const;
  if (userAgent === "") return unknown;
  const { browser, os, platform } = Bowser.parse(userAgent);
  if (!browser.name || !knownBrowsers.has(browser.name)) return unknown;
  const isPhone = platform.type === "mobile" || platform.type === "tablet";
  return { name: browser.name, system: os.name ?? null, kind: isPhone ? "phone" : "computer" };
}
