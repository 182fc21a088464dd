/** Per browser. The oldest is dropped. */
export const deviceTokensMax = 10;
export const deviceTokenSeparator = ".";

/** One opaque token per account. */
export const deviceCookiePattern = /^[A-Za-z0-9_-]{43}(?:\.[A-Za-z0-9_-]{43}){0,9}$/;

/** From the last sign-in. */
export const deviceCookieSeconds = 400 * 24 * 60 * 60;

/** `__Host-` binds a cookie to this host over TLS (rfc6265bis section 4.1.3.2). */
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
