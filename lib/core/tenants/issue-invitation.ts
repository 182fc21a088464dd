import type { Invitation } from "@/generated/prisma/client";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { mintToken } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "../mail/mail-limits";
import { tokenUrl } from "../mail/mail-links";
import { mailLeaders } from "./mail-leaders";

/**
 * Returns `rate_limited` at the address's limit. Also emails owners and the sender about owner and admin invitations.
 */
export async function issueInvitation(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  invitation: Invitation,
): Promise<Result<undefined, "rate_limited">> {
  const { id: invitationId, email, role, expiresAt } = invitation;
  const token = await mintToken(tx, { purpose: "INVITATION", email, invitationId, expiresAt });
  const mailId = await ctx.mailer.enqueue(tx, {
    template: "invitation",
    to: email,
    // The account's language would reveal the account.
    locale: ctx.request.locale,
    props: {
      inviter: actor.user.name,
      organization: actor.tenant.name,
      role,
      url: tokenUrl(ctx.config, "join", token),
      expiresAt,
    },
  });
  if (mailId === null) return err("rate_limited", mailWait("invitation"));
  if (role !== "MEMBER") await tellOfInvitation(ctx, tx, actor, { email, role });
  return ok();
}

async function tellOfInvitation(
  ctx: CoreContext,
  tx: Transaction,
  { user, tenant }: UserActor,
  { email: invitedEmail, role }: { email: string; role: "OWNER" | "ADMIN" },
): Promise<void> {
  const teamUrl = `${ctx.config.appUrl}/account/team`;
  const about = { by: user.name, invitedEmail, organization: tenant.name, role, teamUrl };
  const owners = { tenantId: tenant.id, roles: ["OWNER" as const], exceptUserId: user.id };
  await mailLeaders(ctx, tx, owners, "invitation-sent", (name) => ({ ...about, name }));
  const { name, email: to, locale } = user;
  await ctx.mailer.enqueue(tx, { template: "invitation-sent", to, locale, props: { ...about, name } });
}

export async function voidInvitationTokens(ctx: CoreContext, tx: Transaction, invitationIds: string[]): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: { invitationId: { in: invitationIds }, purpose: "INVITATION", usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.clock.now() },
  });
}

/** Users can switch organizations. */
export async function takeInvitationLimits(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<undefined, "rate_limited">> {
  const team = await ctx.limits.consume("invitation", actor.tenant.id);
  if (!team.allowed) return err("rate_limited", { retryAfterSeconds: team.retryAfterSeconds });
  const inviter = await ctx.limits.consume("inviter", actor.user.id);
  return inviter.allowed ? ok() : err("rate_limited", { retryAfterSeconds: inviter.retryAfterSeconds });
}
