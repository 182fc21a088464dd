import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { parseRefreshToken } from "./refresh-token";

/**
 * Ends the session that either credential names; a refresh token works whatever its generation, for logging out must
 * not depend on who rotated last. Logging out twice is a success that revokes nothing.
 */
export async function logOut(
  ctx: CoreContext,
  credentials: { accessToken?: string | undefined; refreshToken?: string | undefined },
  audience: string,
): Promise<Result<{ revoked: boolean }>> {
  const now = ctx.clock.now();
  const claims = credentials.accessToken
    ? await ctx.secrets.verifyAccessToken(credentials.accessToken, audience, now)
    : null;
  const refresh = credentials.refreshToken ? parseRefreshToken(ctx.secrets, credentials.refreshToken) : null;
  const ids = [claims?.sessionId, refresh?.sessionId].filter((id) => id !== undefined);
  if (ids.length === 0) return ok({ revoked: false });

  const ended = await ctx.db.$transaction(async (tx) => {
    const sessions = await tx.$queryRaw<{ id: string; userId: string; email: string }[]>`/* prepared */
      UPDATE sessions SET revoked_at = ${now}, revoked_reason = 'logged_out' FROM users
      WHERE users.id = sessions.user_id AND sessions.id = ANY(${ids}::uuid[]) AND audience = ${audience}
        AND revoked_at IS NULL
      RETURNING sessions.id, users.id AS "userId", users.email`;
    for (const { id, userId, email } of sessions) {
      await recordAuditEvent(ctx, tx, {
        action: "session.logged_out",
        actor: { id: userId, email },
        target: { type: "session", id },
      });
    }
    return sessions.length;
  });
  return ok({ revoked: ended > 0 });
}
