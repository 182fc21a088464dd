import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";

const expiringSeconds = 7 * 24 * 60 * 60;

/** The facts behind "how well is this account protected". */
export interface Protection {
  emailVerified: boolean;
  passwordChangedAt: Date;
  mfaEnabled: boolean;
  recoveryCodesLeft: number;
  sessionCount: number;
  oldestSessionAt: Date;
  /** API keys that stop working within a week. */
  expiringKeys: number;
}

export async function getProtection(ctx: CoreContext, actor: UserActor): Promise<Protection> {
  const now = ctx.clock.now();
  const live = { userId: actor.user.id, revokedAt: null, expiresAt: { gt: now }, refreshExpiresAt: { gt: now } };
  const soon = { gt: now, lte: secondsAfter(now, expiringSeconds) };
  const [recoveryCodesLeft, sessions, expiringKeys] = await Promise.all([
    ctx.db.recoveryCode.count({ where: { userId: actor.user.id, usedAt: null } }),
    ctx.db.session.aggregate({ where: live, _count: true, _min: { createdAt: true } }),
    ctx.db.apiKey.count({
      where: { userId: actor.user.id, revokedAt: null, replacedById: null, expiresAt: soon },
    }),
  ]);
  return {
    emailVerified: actor.user.emailVerifiedAt !== null,
    passwordChangedAt: actor.user.passwordChangedAt,
    mfaEnabled: actor.user.mfaEnabled,
    recoveryCodesLeft,
    sessionCount: sessions._count,
    expiringKeys,
    oldestSessionAt: sessions._min.createdAt ?? actor.session.createdAt,
  };
}
