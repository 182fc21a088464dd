/** Accounts that can know one browser by its cookie; the one that came first gives way. */
export const deviceTokensMax = 10;
export const deviceTokenSeparator = ".";

/** A device cookie: one opaque token (values/tokens.ts) for each account that knows the browser. Anything else isn't ours. */
export const deviceCookiePattern = /^[A-Za-z0-9_-]{43}(?:\.[A-Za-z0-9_-]{43}){0,9}$/;

/** How long a browser stays known, from its last sign-in. */
export const deviceCookieSeconds = 400 * 24 * 60 * 60;

/**
 * Names and security of the session cookies, decided by APP_URL alone (never by the request), so that writing and
 * reading always agree. `__Host-` binds a cookie to this very host over TLS (rfc6265bis section 4.1.3.2).
 */
export function sessionCookies(appUrl: string) {
  const secure = appUrl.startsWith("https:");
  const prefix = secure ? "__Host-" : "";
  return {
    accessName: `${prefix}foyer_access`,
    refreshName: `${prefix}foyer_refresh`,
    deviceName: `${prefix}foyer_device`,
    secure,
  };
}
