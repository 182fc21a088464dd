import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import type { SessionView } from "@/lib/core/sessions/sessions";
import type { AuthTokenPair, Session } from "./schemas";

/** Lists fields, so that new ones don't leak. */
export function toTokenPair(session: IssuedSession): AuthTokenPair {
  return {
    token: session.accessToken,
    refreshToken: session.refreshToken,
    expiresAt: session.accessExpiresAt.toISOString(),
    refreshExpiresAt: session.refreshExpiresAt.toISOString(),
  };
}

/** Returns the access token's expiry, as the document does. */
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
