import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import type { Result } from "../kernel/result";
import { lockUser } from "../users/lock-user";
import { endOtherSessions } from "./end-sessions";
import type { IssuedSession } from "./issue-session";

type Refusal = "step_up_required" | "unauthenticated";

interface Outcome {
  revoked: number;
  /** Null where the API's document keeps the token. */
  session: IssuedSession | null;
}

/** Ends every session of the actor but the present one, in all APIs. The present one is renewed. */
export async function revokeOtherSessions(ctx: CoreContext, actor: UserActor): Promise<Result<Outcome, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return inTransaction<Outcome, Refusal>(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    const ended = await endOtherSessions(ctx, tx, actor, "revoked_by_user");
    if (!ended.ok) return ended;
    const { revoked } = ended.value;
    await recordAuditEvent(ctx, tx, { action: "session.others_revoked", actor, details: { revoked } });
    return ended;
  });
}
