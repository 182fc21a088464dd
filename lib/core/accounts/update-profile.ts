import type { UpdateProfileInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
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
