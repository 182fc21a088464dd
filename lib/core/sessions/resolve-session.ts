import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import { lastSeenSeconds, secondsAfter } from "../lifetimes";

/**
 * The person behind an access token, or null. The session's row is read every time, so that logging out, revoking
 * and deactivating act on the very next request. Nothing else makes a UserActor.
 */
export async function resolveSession(
  ctx: CoreContext,
  accessToken: string,
  audience: string,
): Promise<UserActor | null> {
  const now = ctx.clock.now();
  const claims = await ctx.secrets.verifyAccessToken(accessToken, audience, now);
  if (!claims) return null;
  const session = await ctx.db.session.findUnique({
    where: { id: claims.sessionId },
    relationLoadStrategy: "join",
    include: { user: { include: { tenant: true, totpCredential: { select: { userId: true } } } } },
  });
  if (!session || session.userId !== claims.userId || session.audience !== audience) return null;
  if (session.revokedAt || session.expiresAt <= now || session.user.deactivatedAt) return null;

  if (secondsAfter(session.lastSeenAt, lastSeenSeconds) <= now) {
    // Conditional, so that parallel requests of one page write once.
    await ctx.db.session.updateMany({
      where: { id: session.id, lastSeenAt: session.lastSeenAt },
      data: { lastSeenAt: now },
    });
  }

  const { user } = session;
  return {
    session: {
      id: session.id,
      audience: session.audience,
      startedWith: session.startedWith,
      amr: session.amr,
      authenticatedAt: session.authenticatedAt,
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
      refreshExpiresAt: session.refreshExpiresAt,
    },
    user: {
      id: user.id,
      email: user.email,
      name: user.name,
      phone: user.phone,
      isAdmin: user.isAdmin,
      isReviewer: user.isReviewer,
      tenantRole: user.tenantRole,
      emailVerifiedAt: user.emailVerifiedAt,
      mfaEnabled: user.totpCredential !== null,
      preferredEnvironment: user.preferredEnvironment,
      passwordChangedAt: user.passwordChangedAt,
      locale: user.locale,
      deletionDueAt: user.deletionDueAt,
      createdAt: user.createdAt,
      updatedAt: user.updatedAt,
    },
    tenant: {
      id: user.tenant.id,
      name: user.tenant.name,
      plan: user.tenant.plan,
      buyerMode: user.tenant.buyerMode,
      sandboxEnvironment: user.tenant.sandboxEnvironment,
      productionEnvironment: user.tenant.productionEnvironment,
    },
  } as UserActor;
}
