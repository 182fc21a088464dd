"use server";

import { z } from "zod";
import { confirmJoin, declineJoin } from "@/lib/core/team/answer-join";
import { changeRole } from "@/lib/core/team/change-role";
import { invite } from "@/lib/core/team/invite";
import { leaveTeam } from "@/lib/core/team/leave-team";
import { removeMember } from "@/lib/core/team/remove-member";
import { renameTenant } from "@/lib/core/team/rename-tenant";
import { setTeamMfa } from "@/lib/core/team/require-mfa";
import { resendInvitation } from "@/lib/core/team/resend-invitation";
import { revokeInvitation } from "@/lib/core/team/revoke-invitation";
import { transferOwnership } from "@/lib/core/team/transfer-ownership";
import { addDomain, removeDomain, verifyDomain } from "@/lib/core/tenants/tenant-domains";
import { idOnlySchema } from "@/lib/values/forms";
import {
  changeRoleSchema,
  inviteSchema,
  renameTenantSchema,
  teamMfaSchema,
  transferOwnershipSchema,
} from "@/lib/values/team";
import { tenantDomainSchema } from "@/lib/values/tenant-domains";
import { defineUserAction } from "@/lib/web/define-action";

export const saveName = defineUserAction({ input: renameTenantSchema, run: renameTenant });
export const requireMfa = defineUserAction({ input: teamMfaSchema, run: setTeamMfa });
export const saveRole = defineUserAction({ input: changeRoleSchema, run: changeRole });
export const remove = defineUserAction({ input: idOnlySchema, run: removeMember });
export const sendInvitation = defineUserAction({ input: inviteSchema, run: invite });
export const sendAgain = defineUserAction({ input: idOnlySchema, run: resendInvitation });
export const withdraw = defineUserAction({ input: idOnlySchema, run: revokeInvitation });
export const handOver = defineUserAction({ input: transferOwnershipSchema, run: transferOwnership });
export const leave = defineUserAction({ input: z.strictObject({}), run: leaveTeam });
export const confirm = defineUserAction({ input: idOnlySchema, run: confirmJoin });
export const decline = defineUserAction({ input: idOnlySchema, run: declineJoin });
export const addOwnDomain = defineUserAction({ input: tenantDomainSchema, run: addDomain });
export const verifyOwnDomain = defineUserAction({ input: idOnlySchema, run: verifyDomain });
export const removeOwnDomain = defineUserAction({ input: idOnlySchema, run: removeDomain });
