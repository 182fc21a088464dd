import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";

/** The e-mail change that waits for its confirmation, or null. */
export async function getPendingEmailChange(
  ctx: CoreContext,
  actor: UserActor,
): Promise<{ newEmail: string; expiresAt: Date } | null> {
  return ctx.db.emailChange.findFirst({
    where: { userId: actor.user.id, confirmedAt: null, cancelledAt: null, expiresAt: { gt: ctx.clock.now() } },
    orderBy: { createdAt: "desc" },
    select: { newEmail: true, expiresAt: true },
  });
}
