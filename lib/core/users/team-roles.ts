import type { TenantRole } from "@/generated/prisma/enums";
import type { TeamRole } from "@/lib/values/team-roles";

const names = { OWNER: "owner", ADMIN: "admin", MEMBER: "member" } as const satisfies Record<TenantRole, TeamRole>;
const stored = { owner: "OWNER", admin: "ADMIN", member: "MEMBER" } as const satisfies Record<TeamRole, TenantRole>;

export function toTeamRole(role: TenantRole): TeamRole {
  return names[role];
}

export function toTenantRole(role: TeamRole): TenantRole {
  return stored[role];
}

/** Owners manage everyone, admins all but owners. */
export function mayManage(own: TenantRole | null, other: TenantRole): boolean {
  return own === "OWNER" || (own === "ADMIN" && other !== "OWNER");
}
