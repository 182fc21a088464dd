import type { Invitation } from "@/generated/prisma/client";
import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { tokenUrl } from "../mail-links";
import { err, ok, type Result } from "../result";
import { mintToken } from "../tokens/one-time-token";

/** Mails the invitation's link, bound to its address and good until the invitation ends. */
export async function issueInvitation(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  invitation: Invitation,
): Promise<void> {
  const { id: invitationId, email, role, expiresAt } = invitation;
  const token = await mintToken(tx, { purpose: "INVITATION", email, invitationId, expiresAt });
  await ctx.mailer.enqueue(tx, {
    template: "invitation",
    to: email,
    // Whether the address has an account, and which language it chose, is nobody's business here.
    locale: ctx.request.locale,
    props: {
      inviter: actor.user.name,
      organization: actor.tenant.name,
      role,
      url: tokenUrl(ctx.config, "join", token),
      expiresAt,
    },
  });
}

/** Withdraws the links of invitations that were replaced, sent again or revoked. */
export async function voidInvitationTokens(ctx: CoreContext, tx: Transaction, invitationIds: string[]): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: { invitationId: { in: invitationIds }, purpose: "INVITATION", usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.clock.now() },
  });
}

/** A team can fill neither many mailboxes nor one: both limits count what is sent, first or again. */
export async function takeInvitationLimits(
  ctx: CoreContext,
  actor: UserActor,
  email: string,
): Promise<Result<undefined, "rate_limited">> {
  const team = await ctx.limits.consume("invitation", actor.tenant.id);
  if (!team.allowed) return err("rate_limited", { retryAfterSeconds: team.retryAfterSeconds });
  const recipient = await ctx.limits.consume("mailPerRecipient", `team-invitation:${email}`);
  return recipient.allowed ? ok() : err("rate_limited", { retryAfterSeconds: recipient.retryAfterSeconds });
}
