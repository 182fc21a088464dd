"use server";

import { z } from "zod";
import { confirmJoin, declineJoin } from "@/lib/core/access-requests/answer-join";
import { changeRole } from "@/lib/core/tenants/change-role";
import { invite } from "@/lib/core/tenants/invite";
import { leaveTeam } from "@/lib/core/tenants/leave-team";
import { removeMember } from "@/lib/core/tenants/remove-member";
import { renameTenant } from "@/lib/core/tenants/rename-tenant";
import { setTeamMfa } from "@/lib/core/tenants/require-mfa";
import { resendInvitation } from "@/lib/core/tenants/resend-invitation";
import { revokeInvitation } from "@/lib/core/tenants/revoke-invitation";
import { addDomain, removeDomain, verifyDomain } from "@/lib/core/tenants/tenant-domains";
import { transferOwnership } from "@/lib/core/tenants/transfer-ownership";
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
