"use server";

import { confirmJoin, declineJoin } from "@/lib/core/access-requests/joining";
import { invite, resendInvitation, revokeInvitation } from "@/lib/core/tenants/invitations";
import { changeRole, leaveTeam, removeMember, transferOwnership } from "@/lib/core/tenants/team";
import { renameTenant, setTeamMfa } from "@/lib/core/tenants/team-settings";
import { addDomain, removeDomain, verifyDomain } from "@/lib/core/tenants/tenant-domains";
import { serverAction } from "@/lib/web/define-action";

export const saveName = serverAction(renameTenant);
export const requireMfa = serverAction(setTeamMfa);
export const saveRole = serverAction(changeRole);
export const remove = serverAction(removeMember);
export const sendInvitation = serverAction(invite);
export const sendAgain = serverAction(resendInvitation);
export const withdraw = serverAction(revokeInvitation);
export const handOver = serverAction(transferOwnership);
export const leave = serverAction(leaveTeam);
export const confirm = serverAction(confirmJoin);
export const decline = serverAction(declineJoin);
export const addOwnDomain = serverAction(addDomain);
export const verifyOwnDomain = serverAction(verifyDomain);
export const removeOwnDomain = serverAction(removeDomain);
