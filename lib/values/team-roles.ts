/** From the one who may do everything to the one who may do least: the order in which they are shown. */
export const teamRoles = ["owner", "admin", "member"] as const;
export type TeamRole = (typeof teamRoles)[number];
