import { guardedBody, realIdIn } from "./acceptable-requests";
import type { TestUser } from "./factories";
import type { Inhabited } from "./inhabited";

export type Input = (world: Inhabited, user: TestUser) => unknown;

const as =
  (endpoint: string, idName = "id"): Input =>
  (world) => {
    const id = realIdIn(endpoint, world);
    return { ...(guardedBody(endpoint, world) as object), ...(id ? { [idName]: id } : {}) };
  };
const nothing: Input = () => ({});
const holdingRule = { name: "Partners", subject: "list", effect: "hold", patterns: "acme.com" };
const ruleId = ({ ids }: Inhabited) => ids["/dashboard/admin/access-rules/"];

/** Every action that needs step-up, with valid input. Those that end sessions or step up come last. */
export const guarded: Record<string, Input> = {
  "account/team requireMfa": as("PATCH /dashboard/auth/team/two-factor"),
  "account/team saveRole": as("PATCH /dashboard/auth/team/members/{id}"),
  "account/team remove": as("DELETE /dashboard/auth/team/members/{id}"),
  "account/team handOver": as("POST /dashboard/auth/team/transfer-ownership"),
  "account/team sendInvitation": as("POST /dashboard/auth/team/invitations"),
  "account/team sendAgain": as("POST /dashboard/auth/team/invitations/{id}/resend"),
  "account/team confirm": as("POST /dashboard/auth/team/join-requests/{id}/confirm"),
  "account/team saveName": as("PATCH /dashboard/auth/team"),
  "account/team removeOwnDomain": as("DELETE /dashboard/auth/team/domains/{id}"),
  "account/team addOwnDomain": as("POST /dashboard/auth/team/domains"),
  "account/projects removeProject": as("DELETE /dashboard/auth/projects/{id}"),
  "account/team leave": nothing,
  "account/api-keys newKey": ({ project }) => ({ name: "ci", projectIds: [project], expiry: "never" }),
  "account/api-keys rotateKey": as("POST /dashboard/auth/api-keys/{id}/rotate"),
  "account/api-keys revokeKey": as("DELETE /dashboard/auth/api-keys/{id}"),
  "account/api-keys revokeAllKeys": nothing,
  "account/data prepareExport": nothing,
  "account/security startMfa": nothing,
  "account/security newRecoveryCodes": nothing,
  "account/security keepMfa": nothing,
  "account/security endSession": as("DELETE /dashboard/auth/sessions/{id}"),
  "account/security endOtherSessions": nothing,
  "account/security startPasskey": nothing,
  "account/security finishPasskey": as("POST /dashboard/auth/passkeys"),
  "account/security removeOnePasskey": as("DELETE /dashboard/auth/passkeys/{id}"),
  "account/security prepareConnection": () => ({ provider: "oidc" }),
  "account/security disconnect": as("DELETE /dashboard/auth/identities/{id}"),
  "account/data deleteAccount": (_, { password }) => ({ confirmation: "delete", currentPassword: password }),
  "account/data keepAccount": nothing,
  "account/security endAllSessions": nothing,
  "account/security choosePassword": (_, { password }) => ({ currentPassword: password, newPassword: "EvenStronger2" }),
  "admin/rules reorderRules": (world) => ({ ids: [ruleId(world)] }),
  "admin/rules createRule": () => holdingRule,
  "admin/rules updateRule": (world) => ({ id: ruleId(world), rule: holdingRule }),
  "admin/rules turnRule": (world) => ({ id: ruleId(world), enabled: false }),
  "admin/rules removeRule": as("DELETE /dashboard/admin/access-rules/{id}"),
  "admin/settings saveSettings": as("PATCH /dashboard/admin/settings"),
  "admin/settings createTemplate": as("POST /dashboard/admin/reply-templates"),
  "admin/settings updateTemplate": as("PATCH /dashboard/admin/reply-templates/{id}"),
  "admin/settings removeTemplate": as("DELETE /dashboard/admin/reply-templates/{id}"),
  "admin/settings approveWaiting": nothing,
  "admin/requests prepareExport": nothing,
  "admin/requests copyLink": as("POST /dashboard/admin/access-requests/{id}/link"),
  "admin/requests approve": as("POST /dashboard/admin/access-requests/{id}/approve"),
  "admin/requests bulk": as("POST /dashboard/admin/access-requests/bulk"),
  "admin/requests block": as("POST /dashboard/admin/access-requests/{id}/block"),
  "admin/requests erase": async ({ ids, test }) => {
    const id = ids["/dashboard/admin/access-requests/"] ?? "";
    const { email } = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    return { id, confirmation: email };
  },
  "admin/tenants/[id] change": ({ owner }) => ({ id: owner.tenantId, production: "active" }),
  "admin/tenants/[id] takeDomain": as("POST /dashboard/admin/tenant-domains/{id}/verify"),
  "admin/audit prepareExport": nothing,
  "admin/webhooks create": as("POST /dashboard/admin/webhooks"),
  "admin/webhooks update": as("PATCH /dashboard/admin/webhooks/{id}"),
  "admin/webhooks rotate": as("POST /dashboard/admin/webhooks/{id}/rotate-secret"),
  "admin/webhooks remove": as("DELETE /dashboard/admin/webhooks/{id}"),
  "admin/users/[id] resetMfa": as("POST /dashboard/admin/users/{id}/reset-mfa"),
  "admin/users/[id] cancelMfaReset": as("DELETE /dashboard/admin/users/{id}/reset-mfa"),
  "admin/users/[id] changeRole": as("POST /dashboard/admin/users/{id}/role"),
  "admin/users/[id] revokeKey": as("DELETE /dashboard/admin/users/api-keys/{id}"),
  "admin/users/[id] endSession": as("DELETE /dashboard/admin/users/sessions/{id}"),
  "admin/users/[id] signOutEverywhere": as("DELETE /dashboard/admin/users/{id}/sessions"),
  "admin/users/[id] deactivate": as("POST /dashboard/admin/users/{id}/deactivate"),
  "admin/users/[id] reactivate": as("POST /dashboard/admin/users/{id}/reactivate"),
};

/** These call an act that asks for step-up in other cases than theirs. */
export const unguarded: Record<string, string> = {
  "account/team verifyOwnDomain": "needs a DNS record besides; proofs.contract.test.ts holds its proof",
  "account/security prepareProof": "is how a proof is given",
  "login/link linkInSession": "asks for the ticket of an arrival first; core/sso tests hold its proof",
};

/** Without MFA the password in the input is the step-up. */
export const takesPassword = ["account/data deleteAccount", "account/security choosePassword"];
