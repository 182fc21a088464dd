import type { UpdatePreferencesInput, UpdateProfileInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { ok, type Result } from "../kernel/result";
import { type Profile, profileOf } from "../users/profile";

/** Changes name and phone; what is absent stays, an empty phone is removed. */
export async function updateProfile(
  ctx: CoreContext,
  actor: UserActor,
  input: UpdateProfileInput,
): Promise<Result<Profile>> {
  const changes = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.phone === undefined ? {} : { phone: input.phone || null }),
  };
  const { updatedAt } = await ctx.db.$transaction(async (tx) => {
    const updated = await tx.user.update({ where: { id: actor.user.id }, data: changes });
    await recordAuditEvent(ctx, tx, {
      action: "user.profile_updated",
      actor,
      details: { fields: Object.keys(changes) },
    });
    return updated;
  });
  return ok(profileOf({ ...actor, user: { ...actor.user, ...changes, updatedAt } }));
}

/** Chooses the environment that the dashboard opens in. */
export async function updatePreferences(
  ctx: CoreContext,
  actor: UserActor,
  input: UpdatePreferencesInput,
): Promise<Result<Profile>> {
  const preferredEnvironment = input.preferredEnvironment === "production" ? "PRODUCTION" : "SANDBOX";
  const { updatedAt } = await ctx.db.$transaction(async (tx) => {
    const updated = await tx.user.update({ where: { id: actor.user.id }, data: { preferredEnvironment } });
    await recordAuditEvent(ctx, tx, { action: "user.preferences_updated", actor, details: { preferredEnvironment } });
    return updated;
  });
  return ok(profileOf({ ...actor, user: { ...actor.user, preferredEnvironment, updatedAt } }));
}

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
