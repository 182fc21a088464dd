import { cookies } from "next/headers";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import { ok, type Result } from "@/lib/core/kernel/result";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import { deviceCookieSeconds, sessionCookies } from "@/lib/values/session-cookies";
import { webConfig } from "./config";

export async function readSessionTokens(): Promise<{ accessToken?: string; refreshToken?: string }> {
  const { accessName, refreshName } = sessionCookies(webConfig().appUrl);
  const jar = await cookies();
  const accessToken = jar.get(accessName)?.value;
  const refreshToken = jar.get(refreshName)?.value;
  return { ...(accessToken ? { accessToken } : {}), ...(refreshToken ? { refreshToken } : {}) };
}

/** Only for actions and route handlers. */
export function cookiesOf(session: IssuedSession) {
  const { accessName, refreshName, secure } = sessionCookies(webConfig().appUrl);
  const shared = { httpOnly: true, sameSite: "lax" as const, path: "/", secure };
  return [
    { ...shared, name: accessName, value: session.accessToken, expires: session.accessExpiresAt },
    { ...shared, name: refreshName, value: session.refreshToken, expires: session.refreshExpiresAt },
    ...(session.deviceToken === null ? [] : [deviceCookie(session.deviceToken)]),
  ];
}

/** Marks a known browser. Kept on sign-out. */
function deviceCookie(value: string) {
  const { deviceName, secure } = sessionCookies(webConfig().appUrl);
  return {
    name: deviceName,
    value,
    maxAge: deviceCookieSeconds,
    httpOnly: true,
    sameSite: "lax" as const,
    path: "/",
    secure,
  };
}

export async function setDeviceCookie(deviceToken: string | null): Promise<void> {
  if (deviceToken !== null) (await cookies()).set(deviceCookie(deviceToken));
}

/** `__Host-` cookies are only replaced by ones with the same attributes. */
export function clearedCookies() {
  const { accessName, refreshName, secure } = sessionCookies(webConfig().appUrl);
  const shared = { value: "", maxAge: 0, httpOnly: true, sameSite: "lax" as const, path: "/", secure };
  return [
    { ...shared, name: accessName },
    { ...shared, name: refreshName },
  ];
}

export async function setSessionCookies(session: IssuedSession): Promise<void> {
  const jar = await cookies();
  for (const cookie of cookiesOf(session)) jar.set(cookie);
}

/** Removes the tokens from the result. */
export async function holdRenewed<Value extends { session: IssuedSession | null }, Code extends ErrorCode>(
  outcome: Result<Value, Code>,
): Promise<Result<Omit<Value, "session">, Code>> {
  if (!outcome.ok) return outcome;
  const { session, ...rest } = outcome.value;
  if (session) await setSessionCookies(session);
  return ok(rest);
}

export async function clearSessionCookies(): Promise<void> {
  const jar = await cookies();
  for (const cookie of clearedCookies()) jar.set(cookie);
}
