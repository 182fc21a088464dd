import type { UpdatePreferencesInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { type Profile, profileOf } from "../users/profile";

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
