export const homePath = "/account";

/** Parses like browsers, to reject `//evil`, `/\evil` and `/%09/evil`. */
export function safeNextPath(next: string | null | undefined): string {
  if (!next || next.length > 2048 || !next.startsWith("/") || /[\\\s]|[^\x21-\x7e]/.test(next)) return homePath;
  const base = "http://foyer.invalid";
  const url = URL.parse(next, base);
  if (!url || url.origin !== base || url.pathname.startsWith("//") || /%(?:09|0a|0d|5c)/i.test(url.pathname))
    return homePath;
  return `${url.pathname}${url.search}${url.hash}`;
}
