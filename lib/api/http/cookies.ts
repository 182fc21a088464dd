import { serialize } from "hono/utils/cookie";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import { deviceCookiePattern, deviceCookieSeconds, sessionCookies } from "@/lib/values/session-cookies";

/** Ignores cookies when there's a bearer token. */
export interface Credentials {
  accessToken?: string;
  refreshToken?: string;
  /** True: CSRF must be ruled out. */
  fromCookies: boolean;
  /** Identifies a browser for counting failures. Proves nothing. */
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

export function readBearer(headers: Headers): Credentials {
  const authorization = headers.get("authorization") ?? "";
  const isBearer = /^bearer /i.test(authorization);
  return { fromCookies: false, ...(isBearer ? { accessToken: authorization.slice("bearer ".length).trim() } : {}) };
}

/** Reads a name with two values as an empty token (cookie tossing). */
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

export function appendSessionCookies(headers: Appendable, appUrl: string, session: IssuedSession, now: Date): void {
  const { accessName, refreshName, deviceName } = sessionCookies(appUrl);
  append(headers, appUrl, accessName, session.accessToken, secondsUntil(session.accessExpiresAt, now));
  append(headers, appUrl, refreshName, session.refreshToken, secondsUntil(session.refreshExpiresAt, now));
  // Null for programs and known browsers.
  if (session.deviceToken !== null) append(headers, appUrl, deviceName, session.deviceToken, deviceCookieSeconds);
}

/** Browsers clear only with the original attributes. */
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
