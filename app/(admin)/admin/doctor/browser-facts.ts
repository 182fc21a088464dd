const cookieName = "foyer_doctor";

interface BrowserFacts {
  origin: string;
  now: Date;
  keepsCookies: boolean;
}

export function readBrowserFacts(): BrowserFacts {
  return { origin: window.location.origin, now: new Date(), keepsCookies: keepsCookies() };
}

/** Tests a cookie with the session cookie's flags. */
function keepsCookies(): boolean {
  const isSecure = window.location.protocol === "https:";
  const name = isSecure ? `__Host-${cookieName}` : cookieName;
  const flags = `Path=/; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  // biome-ignore lint/suspicious/noDocumentCookie: tests a plain cookie, and not every browser has the Cookie Store.
  document.cookie = `${name}=1; ${flags}`;
  const isKept = document.cookie.split("; ").includes(`${name}=1`);
  // biome-ignore lint/suspicious/noDocumentCookie: as above.
  document.cookie = `${name}=; Max-Age=0; ${flags}`;
  return isKept;
}
