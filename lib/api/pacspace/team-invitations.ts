import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { ok } from "@/lib/core/kernel/result";
import { acceptInvitation } from "@/lib/core/tenants/accept-invitation";
import { invite } from "@/lib/core/tenants/invite";
import { resendInvitation } from "@/lib/core/tenants/resend-invitation";
import { revokeInvitation } from "@/lib/core/tenants/revoke-invitation";
import type { JoinedTeam } from "@/lib/core/tenants/spend-invitation";
import { tokenOnlySchema } from "@/lib/values/forms";
import { inviteSchema, joinWithNewAccountSchema } from "@/lib/values/team";
import { definePublicEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, expirySchema, nothing } from "./schemas";
import { exampleTenant, joinedSchema, sentInvitationSchema } from "./team-wire";

const inviteEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/invitations",
  summary: "Create an invitation",
  description:
    "Owners can invite any role, admins any role except `owner`. The link works once within 14 days, only for this address. It replaces the address's open invitation. Requires recent re-authentication.",
  input: inviteSchema,
  inputExample: { email: "joe@company.com", role: "member" },
  status: 201,
  data: sentInvitationSchema,
  dataExample: { id: exampleId, expiresAt: exampleMoment },
  message: "Invitation sent.",
  refusals: ["owner_required", "already_member", "plan_limit_reached", "rate_limited", "step_up_required"],
  async run({ ctx, actor, input }) {
    const invited = await invite(ctx, actor, input);
    if (!invited.ok) return invited;
    return ok({ data: { id: invited.value.id, expiresAt: invited.value.expiresAt.toISOString() } });
  },
});

const resendEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/invitations/{id}/resend",
  summary: "Resend an invitation",
  description:
    "Sends a new link for another 14 days. The previous link stops working. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: expirySchema,
  dataExample: { expiresAt: exampleMoment },
  message: "Invitation sent.",
  refusals: ["owner_required", "invitation_not_found", "plan_limit_reached", "rate_limited", "step_up_required"],
  async run({ ctx, actor, id }) {
    const resent = await resendInvitation(ctx, actor, { id });
    return resent.ok ? ok({ data: { expiresAt: resent.value.expiresAt.toISOString() } }) : resent;
  },
});

const revokeEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/team/invitations/{id}",
  summary: "Revoke an invitation",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Invitation revoked.",
  refusals: ["owner_required", "invitation_not_found"],
  async run({ ctx, actor, id }) {
    const revoked = await revokeInvitation(ctx, actor, { id });
    return revoked.ok ? ok({ data: null }) : revoked;
  },
});

const joinEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/join",
  summary: "Accept an invitation",
  description: "With the token of an invitation to your own address. You leave your current organization.",
  input: tokenOnlySchema,
  inputExample: { token: "INVITATION_TOKEN" },
  status: 200,
  data: joinedSchema,
  dataExample: { tenant: exampleTenant, email: "joe@company.com" },
  message: "You've joined the organization.",
  refusals: ["token_invalid", "already_member", "last_owner", "plan_limit_reached"],
  async run({ ctx, actor, input }) {
    const joined = await acceptInvitation(ctx, actor, input);
    return joined.ok ? ok({ data: toJoined(joined.value) }) : joined;
  },
});

const registerEndpoint = definePublicEndpoint({
  method: "post",
  path: "/team/register",
  summary: "Accept an invitation with a new account",
  description: "For an invited address without an account. The address counts as verified, and no one is signed in.",
  limit: "register",
  input: joinWithNewAccountSchema,
  inputExample: { token: "INVITATION_TOKEN", name: "Joe Doe", password: "SecurePass1" },
  status: 201,
  data: joinedSchema,
  dataExample: { tenant: exampleTenant, email: "joe@company.com" },
  message: "Account created. Sign in.",
  refusals: ["token_invalid", "password_rejected", "email_taken", "plan_limit_reached"],
  async run({ ctx, input }) {
    const joined = await joinWithNewAccount(ctx, input);
    return joined.ok ? ok({ data: toJoined(joined.value) }) : joined;
  },
});

function toJoined({ tenant, email }: JoinedTeam) {
  return { tenant: { id: tenant.id, name: tenant.name }, email };
}

export const teamInvitationEndpoints: Endpoint[] = [
  inviteEndpoint,
  resendEndpoint,
  revokeEndpoint,
  joinEndpoint,
  registerEndpoint,
];
