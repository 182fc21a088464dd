import type { TeamRole } from "@/lib/values/team-roles";
import type { CoreContext } from "../kernel/context";
import { findToken, tokenState } from "../kernel/one-time-token";
import { toTeamRole } from "../users/team-roles";
import { senderMayInvite } from "./invitation-sender";

export type InvitationToJoin =
  | {
      state: "open";
      email: string;
      organization: string;
      role: TeamRole;
      inviter: string;
      /** Then its owner joins by signing in. Only the holder of the mailed token learns it. */
      hasAccount: boolean;
    }
  | { state: "used" }
  | { state: "expired" }
  | { state: "unknown" };

/**
 * What the page may show of an invitation's token. Spends nothing, so that mail scanners can look. One whose sender may
 * no longer give its role looks like a revoked one.
 */
export async function findInvitationToJoin(ctx: CoreContext, token: string): Promise<InvitationToJoin> {
  const found = await findToken(ctx.db, "INVITATION", token);
  const state = tokenState(found, ctx.clock.now());
  if (!found?.invitationId || state === "unknown") return { state: "unknown" };
  if (state !== "open") return { state };
  const invitation = await ctx.db.invitation.findUnique({
    where: { id: found.invitationId },
    include: { tenant: { select: { name: true } }, invitedBy: { select: { name: true } } },
  });
  if (!invitation) return { state: "unknown" };
  const { invitedBy } = invitation;
  if (!invitedBy || !(await senderMayInvite(ctx.db, invitation))) return { state: "expired" };
  const account = await ctx.db.user.findUnique({
    where: { email: found.email },
    select: { emailVerifiedAt: true, deactivatedAt: true },
  });
  return {
    state: "open",
    email: found.email,
    organization: invitation.tenant.name,
    role: toTeamRole(invitation.role),
    inviter: invitedBy.name,
    hasAccount: account !== null && (account.emailVerifiedAt !== null || account.deactivatedAt !== null),
  };
}
