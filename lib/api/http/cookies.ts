import { serialize } from "hono/utils/cookie";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import { deviceCookiePattern, deviceCookieSeconds, sessionCookies } from "@/lib/values/session-cookies";

/** The tokens of a request. With a bearer token, its cookies are ignored. */
export interface Credentials {
  accessToken?: string;
  refreshToken?: string;
  /** True when a browser may have attached them by itself, so that CSRF has to be ruled out. */
  fromCookies: boolean;
  /** Of a browser that calls the API; it proves nothing, but its failures count for itself. */
  deviceToken?: string;
}

export function readCredentials(headers: Headers, appUrl: string): Credentials {
  const authorization = headers.get("authorization");
  if (authorization && /^bearer(?: |$)/i.test(authorization)) {
    return { accessToken: authorization.slice("bearer ".length).trim(), fromCookies: false };
  }
  const { accessName, refreshName, deviceName } = sessionCookies(appUrl);
  const header = headers.get("cookie") ?? "";
  const accessToken = readCookie(header, accessName);
  const refreshToken = readCookie(header, refreshName);
  const deviceToken = readCookie(header, deviceName) ?? "";
  return {
    ...(deviceCookiePattern.test(deviceToken) ? { deviceToken } : {}),
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    fromCookies: accessToken !== undefined || refreshToken !== undefined,
  };
}

/** For APIs without cookies. */
export function readBearer(headers: Headers): Credentials {
  const authorization = headers.get("authorization") ?? "";
  const isBearer = /^bearer /i.test(authorization);
  return { fromCookies: false, ...(isBearer ? { accessToken: authorization.slice("bearer ".length).trim() } : {}) };
}

/** A name with two values may be cookie tossing, so it counts as an empty token. */
function readCookie(header: string, name: string): string | undefined {
  const values = new Set<string>();
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) values.add(pair.slice(at + 1).trim());
  }
  if (values.size > 1) return "";
  return values.values().next().value;
}

interface Appendable {
  append(name: "Set-Cookie", value: string): void;
}

/** Both cookies of a session, each as long as its token, and the device cookie where there is a new one. */
export function appendSessionCookies(headers: Appendable, appUrl: string, session: IssuedSession, now: Date): void {
  const { accessName, refreshName, deviceName } = sessionCookies(appUrl);
  append(headers, appUrl, accessName, session.accessToken, secondsUntil(session.accessExpiresAt, now));
  append(headers, appUrl, refreshName, session.refreshToken, secondsUntil(session.refreshExpiresAt, now));
  // For a browser alone, whose device cookie the account does not know: a program has sent none.
  if (session.deviceToken !== null) append(headers, appUrl, deviceName, session.deviceToken, deviceCookieSeconds);
}

/** Browsers keep a cookie unless it's cleared with the attributes that it was set with. */
export function appendClearedCookies(headers: Appendable, appUrl: string): void {
  const { accessName, refreshName } = sessionCookies(appUrl);
  append(headers, appUrl, accessName, "", 0);
  append(headers, appUrl, refreshName, "", 0);
}

function append(headers: Appendable, appUrl: string, name: string, value: string, maxAge: number): void {
  const { secure } = sessionCookies(appUrl);
  headers.append("Set-Cookie", serialize(name, value, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge }));
}

function secondsUntil(end: Date, now: Date): number {
  return Math.max(0, Math.floor((end.getTime() - now.getTime()) / 1000));
}
