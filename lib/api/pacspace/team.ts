import { ok } from "@/lib/core/result";
import { changeRole } from "@/lib/core/team/change-role";
import { leaveTeam } from "@/lib/core/team/leave-team";
import { listTeam } from "@/lib/core/team/list-team";
import { removeMember } from "@/lib/core/team/remove-member";
import { renameTenant } from "@/lib/core/team/rename-tenant";
import { getTeamMfa, setTeamMfa } from "@/lib/core/team/require-mfa";
import { transferOwnership } from "@/lib/core/team/transfer-ownership";
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
  description: "Invitations that were neither accepted nor withdrawn; members of the role `member` get none.",
  input: nothing,
  status: 200,
  data: teamSchema,
  dataExample: exampleTeam,
  message: "Team.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: toTeam(await listTeam(ctx, actor)) });
  },
});

const renameEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/team",
  summary: "Rename the organization",
  description: "For owners and admins.",
  input: renameTenantSchema,
  inputExample: { name: "Acme Inc" },
  status: 200,
  data: tenantNameSchema,
  dataExample: exampleTenant,
  message: "Name saved.",
  refusals: ["owner_required"],
  async run({ ctx, actor, input }) {
    const renamed = await renameTenant(ctx, actor, input);
    return renamed.ok ? ok({ data: { id: renamed.value.id, name: renamed.value.name } }) : renamed;
  },
});

const changeRoleEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/team/members/{id}",
  summary: "Change a member's role",
  description: "For owners. At least one owner stays. Needs a recent proof.",
  input: memberRoleSchema,
  inputExample: { role: "admin" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Role changed.",
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
    "Owners anybody but themselves, admins anybody but owners. The account stays with an organization of its own, its sessions end. Needs a recent proof.",
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
  summary: "Leave the team",
  description:
    "The account gets an organization of its own, sessions stay. The last owner cannot. Needs a recent proof.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "You have left the team.",
  refusals: ["last_owner", "member_not_found", "step_up_required"],
  async run({ ctx, actor }) {
    const left = await leaveTeam(ctx, actor);
    return left.ok ? ok({ data: null }) : left;
  },
});

const transferEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/transfer-ownership",
  summary: "Make another member the owner",
  description: "That member becomes an owner and you an admin, both or neither. Needs a recent proof.",
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
  summary: "Read whether members need two-factor authentication",
  input: nothing,
  status: 200,
  data: teamMfaWireSchema,
  dataExample: { required: false, since: null },
  message: "Two-factor authentication of the organization.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: toTeamMfa(await getTeamMfa(ctx, actor)) });
  },
});

const setMfaEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/team/two-factor",
  summary: "Require two-factor authentication of members",
  description:
    "For owners. Members without it have seven days to set it up, counted from when it was first required of them. After that, everything but the set-up answers MFA_SETUP_REQUIRED. Needs a recent proof.",
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
