const encode =
  "has a character that a URL can't hold. Percent-encode the user name and the password: # is %23, / is %2F, ? is %3F, % is %25, @ is %40";

/** Returns null if the URL is valid. Never repeats it because it may hold a password. */
export function connectionUrlProblem(text: string, protocol: RegExp, mustBe: string): string | null {
  const scheme = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i.exec(text)?.[0] ?? "";
  if (!protocol.test(scheme.toLowerCase())) return mustBe;
  const hasCredentials = text.includes("@");
  if (!URL.canParse(text)) return hasCredentials ? encode : mustBe;
  const url = new URL(text);
  // An unencoded / ? or # in the password ends the part before the @.
  const isCut = `${url.pathname}${url.search}${url.hash}`.includes("@") || url.hash !== "";
  return isCut || !isDecodable(url.username) || !isDecodable(url.password) ? encode : null;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
