import { ok } from "@/lib/core/kernel/result";
import { changeRole } from "@/lib/core/tenants/change-role";
import { leaveTeam } from "@/lib/core/tenants/leave-team";
import { listTeam } from "@/lib/core/tenants/list-team";
import { removeMember } from "@/lib/core/tenants/remove-member";
import { renameTenant } from "@/lib/core/tenants/rename-tenant";
import { getTeamMfa, setTeamMfa } from "@/lib/core/tenants/require-mfa";
import { transferOwnership } from "@/lib/core/tenants/transfer-ownership";
import { memberRoleSchema, renameTenantSchema, teamMfaSchema, transferOwnershipSchema } from "@/lib/values/team";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, nothing } from "./schemas";
import {
  exampleTeam,
  exampleTenant,
  teamMfaWireSchema,
  teamSchema,
  tenantNameSchema,
  toTeam,
  toTeamMfa,
} from "./team-wire";

const getTeamEndpoint = defineUserEndpoint({
  method: "get",
  path: "/team",
  summary: "List members and invitations",
  description: "Includes expired invitations. The role `member` doesn't see invitations.",
  input: nothing,
  status: 200,
  data: teamSchema,
  dataExample: exampleTeam,
  message: "Members.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: toTeam(await listTeam(ctx, actor)) });
  },
});

const renameEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/team",
  summary: "Update the organization's name",
  description: "For owners and admins. Requires recent re-authentication.",
  input: renameTenantSchema,
  inputExample: { name: "Acme Inc" },
  status: 200,
  data: tenantNameSchema,
  dataExample: exampleTenant,
  message: "Organization updated.",
  refusals: ["owner_required", "step_up_required"],
  async run({ ctx, actor, input }) {
    const renamed = await renameTenant(ctx, actor, input);
    return renamed.ok ? ok({ data: { id: renamed.value.id, name: renamed.value.name } }) : renamed;
  },
});

const changeRoleEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/team/members/{id}",
  summary: "Update a member's role",
  description: "For owners. At least one owner is required. Requires recent re-authentication.",
  input: memberRoleSchema,
  inputExample: { role: "admin" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Role updated.",
  refusals: ["owner_required", "member_not_found", "last_owner", "step_up_required"],
  async run({ ctx, actor, id, input }) {
    const changed = await changeRole(ctx, actor, { id, role: input.role });
    return changed.ok ? ok({ data: null }) : changed;
  },
});

const removeEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/team/members/{id}",
  summary: "Remove a member",
  description:
    "Owners can remove anyone except themselves, admins anyone except owners. The account gets its own organization and its sessions end. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Member removed.",
  refusals: ["owner_required", "member_not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const removed = await removeMember(ctx, actor, { id });
    return removed.ok ? ok({ data: null }) : removed;
  },
});

const leaveEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/leave",
  summary: "Leave the organization",
  description:
    "You get your own organization and stay signed in. The last owner can't leave. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "You've left the organization.",
  refusals: ["last_owner", "member_not_found", "step_up_required"],
  async run({ ctx, actor }) {
    const left = await leaveTeam(ctx, actor);
    return left.ok ? ok({ data: null }) : left;
  },
});

const transferEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/transfer-ownership",
  summary: "Transfer ownership",
  description: "The member becomes an owner and you become an admin. Requires recent re-authentication.",
  input: transferOwnershipSchema,
  inputExample: { memberId: exampleId },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Ownership transferred.",
  refusals: ["owner_required", "member_not_found", "step_up_required"],
  async run({ ctx, actor, input }) {
    const transferred = await transferOwnership(ctx, actor, input);
    return transferred.ok ? ok({ data: null }) : transferred;
  },
});

const getMfaEndpoint = defineUserEndpoint({
  method: "get",
  path: "/team/two-factor",
  summary: "Get the organization's two-factor requirement",
  input: nothing,
  status: 200,
  data: teamMfaWireSchema,
  dataExample: { required: false, since: null },
  message: "Two-factor requirement.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: toTeamMfa(await getTeamMfa(ctx, actor)) });
  },
});

const setMfaEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/team/two-factor",
  summary: "Update the organization's two-factor requirement",
  description:
    "For owners. Members have seven days to set it up, counted from when it was first required of them. After that, everything except setup returns MFA_SETUP_REQUIRED. Requires recent re-authentication.",
  input: teamMfaSchema,
  inputExample: { required: true },
  status: 200,
  data: teamMfaWireSchema,
  dataExample: { required: true, since: exampleMoment },
  message: "Saved.",
  refusals: ["owner_required", "step_up_required"],
  async run({ ctx, actor, input }) {
    const changed = await setTeamMfa(ctx, actor, input);
    return changed.ok ? ok({ data: toTeamMfa(changed.value) }) : changed;
  },
});

export const teamEndpoints: Endpoint[] = [
  getTeamEndpoint,
  renameEndpoint,
  getMfaEndpoint,
  setMfaEndpoint,
  changeRoleEndpoint,
  removeEndpoint,
  leaveEndpoint,
  transferEndpoint,
];
