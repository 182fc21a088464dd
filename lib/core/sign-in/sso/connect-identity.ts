import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { linkIdentity, providerName } from "./identity";
import type { ArrivedIdentity } from "./sso-ticket";

/**
 * Connects an identity to the account of an open session that asked for it (intent.ts); its address need not be the
 * account's. The owner is told by mail. One that is connected already stays so; somebody else's is refused.
 */
export function connectIdentity(
  ctx: CoreContext,
  actor: UserActor,
  identity: ArrivedIdentity,
): Promise<Result<{ next: "connected" }, "identity_taken">> {
  return inTransaction<{ next: "connected" }, "identity_taken">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    const linked = await linkIdentity(ctx, tx, actor.user, identity);
    if (!linked.ok) return linked;
    if (linked.value.isNew) {
      const provider = providerName(ctx.config, identity.provider);
      await sendSecurityNotice(ctx, tx, actor.user, "identity-linked", { provider });
    }
    return ok({ next: "connected" as const });
  });
}
