import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { linkIdentity, providerName } from "./identity";
import { consumeSsoTicket, findSsoTicket } from "./sso-ticket";

type Refusal = "token_invalid" | "step_up_required" | "identity_taken";

/** Links an arrived identity to the account of the open session, which must be the address's own and recently proven. */
export async function confirmLinkInSession(
  ctx: CoreContext,
  actor: UserActor,
  input: { ticket: string },
): Promise<Result<undefined, Refusal>> {
  const ticket = await findSsoTicket(ctx, "LINK", input.ticket);
  if (ticket?.userId !== actor.user.id) return err("token_invalid");
  const proof = requireRecentProof(ctx, actor);
  if (!proof.ok) return proof;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await consumeSsoTicket(ctx, tx, ticket.id))) return err("token_invalid");
    const linked = await linkIdentity(ctx, tx, actor.user, ticket);
    if (!linked.ok) return linked;
    const provider = providerName(ctx.config, ticket.provider);
    if (linked.value.isNew) await sendSecurityNotice(ctx, tx, actor.user, "identity-linked", { provider });
    return ok();
  });
}
