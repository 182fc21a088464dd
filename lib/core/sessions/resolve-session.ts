import { isId } from "@/lib/values/tokens";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { lastSeenSeconds, secondsAfter } from "../kernel/lifetimes";

/** Reads the row every time, so revocation acts on the next request. The only maker of UserActor. */
export async function resolveSession(
  ctx: CoreContext,
  accessToken: string,
  audience: string,
): Promise<UserActor | null> {
  const now = ctx.clock.now();
  const claims = await ctx.secrets.verifyAccessToken(accessToken, audience, now);
  if (!claims || !isId(claims.sessionId)) return null;
  const stored = await ctx.sessions.find(claims.sessionId);
  if (!stored) return null;
  const { userId, lastSeenAt, revokedAt, ...session } = stored.session;
  const { deactivatedAt, ...user } = stored.user;
  if (userId !== claims.userId || session.audience !== audience) return null;
  if (revokedAt || session.expiresAt <= now || deactivatedAt) return null;

  if (secondsAfter(lastSeenAt, lastSeenSeconds) <= now) {
    // Makes parallel requests write once.
    await ctx.db.session.updateMany({ where: { id: session.id, lastSeenAt }, data: { lastSeenAt: now } });
  }
  return { session, user, tenant: stored.tenant, mfaDueAt: stored.mfaDueAt } as UserActor;
}
