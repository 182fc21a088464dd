import { changeUserRole } from "@/lib/core/accounts/change-user-role";
import { deactivateUser, reactivateUser } from "@/lib/core/accounts/deactivate-user";
import { resendUserVerification } from "@/lib/core/accounts/resend-user-verification";
import { revokeUserApiKey } from "@/lib/core/accounts/revoke-user-api-key";
import { revokeUserSession, signOutUser } from "@/lib/core/accounts/sign-out-user";
import { listUserApiKeys } from "@/lib/core/api-keys/api-keys";
import { listUserActivity } from "@/lib/core/audit/list-activity";
import { ok } from "@/lib/core/kernel/result";
import { listUserSessions } from "@/lib/core/sessions/list-sessions";
import { listActivitySchema } from "@/lib/values/forms";
import { changeUserRoleSchema, deactivateUserSchema } from "@/lib/values/users";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { get } from "./routes";
import { emptyData, nothing, revokedSchema } from "./schemas";
import { userActivitySchema, userSessionsSchema } from "./schemas-users";
import { toSession } from "./serialize";
import { toUserActivity } from "./serialize-users";

const deactivateEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/deactivate",
  summary: "Deactivate a user",
  description:
    "Permanently ends their sessions and API keys, and emails them the reason. Repeating it succeeds. Requires recent re-authentication.",
  input: deactivateUserSchema,
  inputExample: { reason: "Left the company." },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "User deactivated.",
  refusals: ["user_not_found", "own_account", "last_admin", "admin_required", "step_up_required"],
  async run({ ctx, actor, id, input }) {
    const done = await deactivateUser(ctx, actor, { userId: id, reason: input.reason });
    return done.ok ? ok({ data: null }) : done;
  },
});

const reactivateEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/reactivate",
  summary: "Reactivate a user",
  description:
    "Sessions and API keys that ended aren't restored. Repeating it succeeds. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "User reactivated.",
  refusals: ["user_not_found", "admin_required", "step_up_required"],
  async run({ ctx, actor, id }) {
    const done = await reactivateUser(ctx, actor, { userId: id });
    return done.ok ? ok({ data: null }) : done;
  },
});

const roleEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/role",
  summary: "Set a user's console role",
  description:
    "`admin` manages everything, `reviewer` decides access requests, `user` does neither. You can't change your own role, and one active admin is required. Requires recent re-authentication.",
  input: changeUserRoleSchema,
  inputExample: { role: "reviewer" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Role updated.",
  refusals: [
    ...(["user_not_found", "own_account", "last_admin", "admin_required"] as const),
    ...(["account_deactivated", "email_not_verified", "step_up_required"] as const),
  ],
  async run({ ctx, actor, id, input }) {
    const done = await changeUserRole(ctx, actor, { userId: id, role: input.role });
    return done.ok ? ok({ data: null }) : done;
  },
});

const verificationEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/resend-verification",
  summary: "Send a verification email to a user",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Verification email queued.",
  refusals: ["user_not_found", "admin_required", "email_already_verified", "account_deactivated", "rate_limited"],
  async run({ ctx, actor, id }) {
    const done = await resendUserVerification(ctx, actor, { userId: id });
    return done.ok ? ok({ data: null }) : done;
  },
});

const sessionsEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/users/{id}/sessions",
  summary: "List a user's sessions",
  input: nothing,
  status: 200,
  data: userSessionsSchema,
  dataExample: {
    sessions: [
      {
        ...{ id: exampleId, audience: "pacspace", startedWith: "password" },
        ...{ createdAt: exampleMoment, lastSeenAt: exampleMoment, expiresAt: exampleMoment },
        ...{ userAgent: "curl/8.14.1", ip: "203.0.113.9", current: false },
      },
    ],
  },
  message: "Sessions.",
  refusals: ["user_not_found"],
  async run({ ctx, actor, id }) {
    const found = await listUserSessions(ctx, actor, { id });
    return found.ok ? ok({ data: { sessions: found.value.map(toSession) } }) : found;
  },
});

const signOutEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/users/{id}/sessions",
  summary: "End all sessions of a user",
  description: "We email the user. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: revokedSchema,
  dataExample: { revoked: 2 },
  message: "Signed out everywhere.",
  refusals: ["user_not_found", "admin_required", "step_up_required"],
  async run({ ctx, actor, id }) {
    const done = await signOutUser(ctx, actor, { userId: id });
    return done.ok ? ok({ data: { revoked: done.value.revoked } }) : done;
  },
});

const endSessionEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/users/sessions/{id}",
  summary: "End a user's session",
  description: "Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Session ended.",
  refusals: ["session_not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const done = await revokeUserSession(ctx, actor, { id });
    return done.ok ? ok({ data: null }) : done;
  },
});

const keysEndpoint = get("/users/{id}/api-keys", listUserApiKeys, "List a user's API keys", {
  description: "Newest first, including expired and revoked keys. Key values are never included.",
});

const revokeKeyEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/users/api-keys/{id}",
  summary: "Revoke a user's API key",
  description: "We email the user. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "API key revoked.",
  refusals: ["api_key_not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const done = await revokeUserApiKey(ctx, actor, { id });
    return done.ok ? ok({ data: null }) : done;
  },
});

const activityEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/users/{id}/activity",
  summary: "List a user's activity",
  description: "Newest first, with the actor and client address.",
  input: listActivitySchema,
  status: 200,
  data: userActivitySchema,
  dataExample: {
    items: [
      {
        ...{ id: "1024", at: exampleMoment, action: "login.succeeded", actor: "jane@company.com" },
        ...{ ip: "203.0.113.9", userAgent: "curl/8.14.1" },
      },
    ],
    nextCursor: null,
  },
  message: "Activity.",
  refusals: ["user_not_found"],
  async run({ ctx, actor, id, input }) {
    const found = await listUserActivity(ctx, actor, { ...input, id });
    return found.ok ? ok({ data: toUserActivity(found.value) }) : found;
  },
});

export const userActEndpoints: Endpoint[] = [
  ...[deactivateEndpoint, reactivateEndpoint, roleEndpoint, verificationEndpoint],
  ...[sessionsEndpoint, signOutEndpoint, endSessionEndpoint, keysEndpoint, revokeKeyEndpoint, activityEndpoint],
];
