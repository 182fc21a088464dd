import type { TeamRole } from "@/lib/values/team-roles";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { invitationSeconds, secondsAfter } from "../kernel/lifetimes";
import { toTeamRole } from "../users/team-roles";

export interface TeamMember {
  id: string;
  name: string;
  email: string;
  role: TeamRole;
  /** When they accepted the invitation; of whoever was here from the start, when the account was made. */
  joinedAt: Date;
  isYou: boolean;
}

export interface TeamInvitation {
  id: string;
  email: string;
  role: TeamRole;
  sentAt: Date;
  expiresAt: Date;
  /** Null: whoever sent it is gone. */
  invitedBy: string | null;
}

export interface Team {
  tenant: { id: string; name: string };
  /** Owners first, then admins, then members; each by name. */
  members: TeamMember[];
  /** Neither accepted nor withdrawn, newest first; one that has run out can be sent again. Members see none. */
  invitations: TeamInvitation[];
}

const rank: Record<TeamRole, number> = { owner: 0, admin: 1, member: 2 };

/** The people of the actor's tenant whose address is verified, and who was invited and has not come yet. */
export async function listTeam(ctx: CoreContext, actor: UserActor): Promise<Team> {
  const { id: tenantId, name } = actor.tenant;
  const isMember = actor.user.tenantRole === "MEMBER";
  const [users, invitations] = await Promise.all([
    ctx.db.user.findMany({
      where: { tenantId, emailVerifiedAt: { not: null } },
      select: { id: true, name: true, email: true, tenantRole: true, createdAt: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    ctx.db.invitation.findMany({
      where: { tenantId, revokedAt: null },
      include: { invitedBy: { select: { name: true } } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    }),
  ]);
  const joined = new Map(invitations.toReversed().map(({ email, acceptedAt }) => [email, acceptedAt]));
  const members = users.map(({ id, name, email, tenantRole, createdAt }) => ({
    ...{ id, name, email, role: toTeamRole(tenantRole), isYou: id === actor.user.id },
    joinedAt: joined.get(email) ?? createdAt,
  }));
  const open = isMember ? [] : invitations.filter(({ acceptedAt }) => acceptedAt === null);
  return {
    tenant: { id: tenantId, name },
    members: members.sort((a, b) => rank[a.role] - rank[b.role]),
    invitations: open.map(({ id, email, role, expiresAt, invitedBy }) => ({
      ...{ id, email, role: toTeamRole(role), expiresAt, invitedBy: invitedBy?.name ?? null },
      // Sending it again moves the end, so the end says when it was sent.
      sentAt: secondsAfter(expiresAt, -invitationSeconds),
    })),
  };
}
