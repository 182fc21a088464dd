import { recordAuditEvent } from "../../audit/record-audit-event";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { renewSession } from "../../sessions/end-sessions";
import type { IssuedSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { markIdentityUsed } from "./identity";
import type { ArrivedIdentity } from "./sso-ticket";

interface Outcome {
  next: "proven";
  session: IssuedSession;
}

/**
 * Renews an open session and its first proof with an identity of its account, for people without a password. An issuer that
 * is trusted to have asked for a second factor renews the second, too.
 */
export function proveWithIdentity(
  ctx: CoreContext,
  actor: UserActor,
  identity: ArrivedIdentity,
): Promise<Result<Outcome, "sso_refused">> {
  const amr = identity.isMfa ? ["sso", "mfa"] : ["sso"];
  return inTransaction<Outcome, "sso_refused">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await markIdentityUsed(ctx, tx, actor.user.id, identity))) return err("sso_refused");
    const renewed = await renewSession(ctx, tx, actor, { first: true, second: identity.isMfa, amr });
    if (!renewed.ok) return err("sso_refused");
    const session = renewed.value;
    await recordAuditEvent(ctx, tx, {
      action: "session.stepped_up",
      actor,
      target: { type: "session", id: session.sessionId },
      details: { with: "sso", provider: identity.provider, replaced: actor.session.id },
    });
    return ok({ next: "proven" as const, session });
  });
}
