import { lockUser } from "../account/lock-user";
import type { UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { markIdentityUsed } from "./identity";
import type { ArrivedIdentity } from "./sso-ticket";

/**
 * Renews the first proof of an open session with an identity of its account, for people without a password. An issuer that
 * is trusted to have asked for a second factor renews the second, too.
 */
export function proveWithIdentity(
  ctx: CoreContext,
  actor: UserActor,
  identity: ArrivedIdentity,
): Promise<Result<{ next: "proven" }, "sso_refused">> {
  const now = ctx.clock.now();
  const proofs = identity.isMfa ? ["sso", "mfa"] : ["sso"];
  return inTransaction<{ next: "proven" }, "sso_refused">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await markIdentityUsed(ctx, tx, actor.user.id, identity))) return err("sso_refused");
    const renewed = await tx.session.updateMany({
      where: { id: actor.session.id, revokedAt: null },
      data: {
        firstFactorAt: now,
        ...(identity.isMfa ? { secondFactorAt: now } : {}),
        amr: [...new Set([...actor.session.amr, ...proofs])],
      },
    });
    if (renewed.count === 0) return err("sso_refused");
    await recordAuditEvent(ctx, tx, {
      action: "session.stepped_up",
      actor,
      details: { with: "sso", provider: identity.provider },
    });
    return ok({ next: "proven" as const });
  });
}
