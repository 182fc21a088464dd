import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import type { SessionView } from "@/lib/core/sessions/sessions";
import type { AuthTokenPair, Session } from "./schemas";

/** Field by field, so that nothing leaves by being added to a row. */
export function toTokenPair(session: IssuedSession): AuthTokenPair {
  return {
    token: session.accessToken,
    refreshToken: session.refreshToken,
    expiresAt: session.accessExpiresAt.toISOString(),
    refreshExpiresAt: session.refreshExpiresAt.toISOString(),
  };
}

/** `expiresAt` is the access token's, as in the document's example: fifteen minutes after sign-in or last refresh. */
export function toSession(session: SessionView): Session {
  return {
    id: session.id,
    createdAt: session.createdAt.toISOString(),
    expiresAt: session.accessExpiresAt.toISOString(),
    userAgent: session.userAgent,
    ip: session.ip,
    current: session.current,
  };
}
