import { z } from "zod";
import { updatePreferencesSchema, updateProfileSchema } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { ok } from "../kernel/result";
import { exampleProfile, type Profile, profile, profileOf } from "../users/profile";

export const getProfile = act({
  access: "key",
  allowedBeforeMfa: true,
  input: z.strictObject({}),
  output: profile,
  errors: [],
  example: { output: exampleProfile },
  async run(_ctx, actor) {
    return ok(shown(profileOf(actor)));
  },
});

/** Removes the phone if empty. */
export const updateProfile = act({
  access: "user",
  input: updateProfileSchema,
  output: profile,
  errors: [],
  example: {
    input: { name: "Jane Doe", phone: "+49 30 1234567" },
    output: { ...exampleProfile, phone: "+49 30 1234567" },
  },
  async run(ctx, actor, { name, phone }) {
    const changes = {
      ...(name === undefined ? {} : { name }),
      ...(phone === undefined ? {} : { phone: phone || null }),
    };
    await ctx.db.$transaction(async (tx) => {
      await tx.user.update({ where: { id: actor.user.id }, data: changes });
      await recordAuditEvent(ctx, tx, {
        action: "user.profile_updated",
        actor,
        details: { fields: Object.keys(changes) },
      });
    });
    return ok(shown(profileOf({ ...actor, user: { ...actor.user, ...changes } })));
  },
});

export const updatePreferences = act({
  access: "user",
  input: updatePreferencesSchema,
  output: profile,
  errors: [],
  example: { input: { preferredEnvironment: "sandbox" }, output: exampleProfile },
  async run(ctx, actor, input) {
    const preferredEnvironment = input.preferredEnvironment === "production" ? "PRODUCTION" : "SANDBOX";
    await ctx.db.$transaction(async (tx) => {
      await tx.user.update({ where: { id: actor.user.id }, data: { preferredEnvironment } });
      await recordAuditEvent(ctx, tx, { action: "user.preferences_updated", actor, details: { preferredEnvironment } });
    });
    return ok(shown(profileOf({ ...actor, user: { ...actor.user, preferredEnvironment } })));
  },
});

function shown({ updatedAt: _, ...rest }: Profile): z.output<typeof profile> {
  return rest;
}

const expiringSeconds = 7 * 24 * 60 * 60;

export interface Protection {
  emailVerified: boolean;
  passwordChangedAt: Date;
  mfaEnabled: boolean;
  recoveryCodesLeft: number;
  sessionCount: number;
  oldestSessionAt: Date;
  /** Within a week. */
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
