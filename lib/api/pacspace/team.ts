import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { ok } from "@/lib/core/kernel/result";
import { acceptInvitation, invite, resendInvitation, revokeInvitation } from "@/lib/core/tenants/invitations";
import { getPlanUse } from "@/lib/core/tenants/plan-limits";
import { joinedTeam } from "@/lib/core/tenants/spend-invitation";
import { changeRole, leaveTeam, listTeam, removeMember, transferOwnership } from "@/lib/core/tenants/team";
import { getTeamMfa, renameTenant, setTeamMfa } from "@/lib/core/tenants/team-settings";
import { addDomain, listDomains, removeDomain, verifyDomain } from "@/lib/core/tenants/tenant-domains";
import { joinWithNewAccountSchema } from "@/lib/values/team";
import { definePublicEndpoint } from "./endpoint";
import { del, get, patch, post } from "./routes";

export const teamEndpoints = [
  get("/team", listTeam, "List members and invitations", {
    description: "Includes expired invitations. The role `member` doesn't see invitations.",
  }),
  patch("/team", renameTenant, "Update the organization's name", {
    description: "For owners and admins. Requires recent re-authentication.",
    message: "Organization updated.",
  }),
  get("/team/two-factor", getTeamMfa, "Get the organization's two-factor requirement"),
  patch("/team/two-factor", setTeamMfa, "Update the organization's two-factor requirement", {
    description:
      "For owners. Members have seven days to set it up, counted from when it was first required of them. After that, everything except setup returns MFA_SETUP_REQUIRED. Requires recent re-authentication.",
    message: "Saved.",
  }),
  patch("/team/members/{id}", changeRole, "Update a member's role", {
    description: "For owners. At least one owner is required. Requires recent re-authentication.",
    message: "Role updated.",
  }),
  del("/team/members/{id}", removeMember, "Remove a member", {
    description:
      "Owners can remove anyone except themselves, admins anyone except owners. The account gets its own organization and its sessions end. Requires recent re-authentication.",
    message: "Member removed.",
  }),
  post("/team/leave", leaveTeam, "Leave the organization", {
    description:
      "You get your own organization and stay signed in. The last owner can't leave. Requires recent re-authentication.",
    message: "You've left the organization.",
  }),
  post("/team/transfer-ownership", transferOwnership, "Transfer ownership", {
    description: "The member becomes an owner and you become an admin. Requires recent re-authentication.",
    message: "Ownership transferred.",
  }),
];

export const teamInvitationEndpoints = [
  post("/team/invitations", invite, "Create an invitation", {
    description:
      "Owners can invite any role, admins any role except `owner`. The link works once within 14 days, only for this address. It replaces the address's open invitation. Requires recent re-authentication.",
    status: 201,
    message: "Invitation sent.",
  }),
  post("/team/invitations/{id}/resend", resendInvitation, "Resend an invitation", {
    description:
      "Sends a new link for another 14 days. The previous link stops working. Requires recent re-authentication.",
    message: "Invitation sent.",
  }),
  del("/team/invitations/{id}", revokeInvitation, "Revoke an invitation", { message: "Invitation revoked." }),
  post("/team/join", acceptInvitation, "Accept an invitation", {
    description: "With the token of an invitation to your own address. You leave your current organization.",
    message: "You've joined the organization.",
  }),
  definePublicEndpoint({
    method: "post",
    path: "/team/register",
    summary: "Accept an invitation with a new account",
    description: "For an invited address without an account. The address counts as verified, and no one is signed in.",
    limit: "register",
    input: joinWithNewAccountSchema,
    inputExample: { token: "INVITATION_TOKEN", name: "Joe Doe", password: "SecurePass1" },
    status: 201,
    data: joinedTeam,
    dataExample: acceptInvitation.example.output,
    message: "Account created. Sign in.",
    refusals: ["token_invalid", "password_rejected", "email_taken", "plan_limit_reached"],
    async run({ ctx, input }) {
      const joined = await joinWithNewAccount(ctx, input);
      return joined.ok ? ok({ data: joined.value }) : joined;
    },
  }),
];

export const ownPlanEndpoints = [
  get("/team/plan", getPlanUse, "Get your plan and usage", {
    description: "Open invitations count as members. Going over a limit returns PLAN_LIMIT_REACHED.",
  }),
];

export const teamDomainEndpoints = [
  get("/team/domains", listDomains, "List email domains"),
  post("/team/domains", addDomain, "Create an email domain", {
    description:
      "For owners. Add `record` to the domain as a TXT record, then verify it. Public email providers aren't allowed. Requires recent re-authentication.",
    status: 201,
    message: "Domain added.",
  }),
  post("/team/domains/{id}/verify", verifyDomain, "Verify an email domain", {
    description:
      "For owners. Checks the TXT record. Only one organization can verify a domain. A record replaces another organization's verification by an admin, or by a record that's gone. We email the owners and admins of both. Requires recent re-authentication.",
    message: "Domain verified.",
  }),
  del("/team/domains/{id}", removeDomain, "Delete an email domain", {
    description: "For owners. Members stay. Requires recent re-authentication.",
    message: "Domain deleted.",
  }),
];
