import type { ChangePasswordInput } from "@/lib/values/forms";
import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import { ok, type Result } from "../result";
import { endSessions } from "../sessions/end-sessions";
import { type IssuedSession, issueSession } from "../sessions/issue-session";
import { type ChangePasswordRefusal, replacePassword } from "./change-password";

type Refusal = ChangePasswordRefusal | "email_not_verified" | "account_deactivated";

/**
 * Changes the password with the current one and ends every session of every API, the actor's own too. What comes back
 * is a new session of the same API.
 */
export function changePasswordAnew(
  ctx: CoreContext,
  actor: UserActor,
  input: ChangePasswordInput,
): Promise<Result<{ session: IssuedSession }, Refusal>> {
  return replacePassword<{ session: IssuedSession }, Refusal>(ctx, actor, input, async (tx, now, passwordChangedAt) => {
    await endSessions(tx, actor.user.id, now, "password_changed");
    const { audience, startedWith, amr } = actor.session;
    const issued = await issueSession(ctx, tx, {
      userId: actor.user.id,
      audience,
      startedWith,
      amr,
      passwordChangedAt,
    });
    return issued.ok ? ok({ session: issued.value }) : issued;
  });
}
