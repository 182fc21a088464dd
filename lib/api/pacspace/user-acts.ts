import { listUserActivity } from "@/lib/core/activity/list-activity";
import { listUserApiKeys } from "@/lib/core/api-keys/list-api-keys";
import { ok } from "@/lib/core/result";
import { listUserSessions } from "@/lib/core/sessions/list-sessions";
import { changeUserRole } from "@/lib/core/users/change-user-role";
import { deactivateUser, reactivateUser } from "@/lib/core/users/deactivate-user";
import { resendUserVerification } from "@/lib/core/users/resend-user-verification";
import { revokeUserApiKey } from "@/lib/core/users/revoke-user-api-key";
import { revokeUserSession, signOutUser } from "@/lib/core/users/sign-out-user";
import { listActivitySchema } from "@/lib/values/forms";
import { changeUserRoleSchema, deactivateUserSchema } from "@/lib/values/users";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, nothing, revokedSchema } from "./schemas";
import { userActivitySchema, userApiKeysSchema, userSessionsSchema } from "./schemas-users";
import { toApiKey, toSession } from "./serialize";
import { toUserActivity } from "./serialize-users";

const deactivateEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/deactivate",
  summary: "Deactivate an account",
  description:
    "Ends its sessions and API keys, for good, and mails the reason to its owner. Twice is a success. Needs a recent proof.",
  input: deactivateUserSchema,
  inputExample: { reason: "Left the company." },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The account is deactivated.",
  refusals: ["user_not_found", "own_account", "last_admin", "admin_required", "step_up_required"],
  async run({ ctx, actor, id, input }) {
    const done = await deactivateUser(ctx, actor, { userId: id, reason: input.reason });
    return done.ok ? ok({ data: null }) : done;
  },
});

const reactivateEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/reactivate",
  summary: "Reactivate an account",
  description: "Sessions and keys that ended stay ended. Twice is a success. Needs a recent proof.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The account is active.",
  refusals: ["user_not_found", "admin_required", "step_up_required"],
  async run({ ctx, actor, id }) {
    const done = await reactivateUser(ctx, actor, { userId: id });
    return done.ok ? ok({ data: null }) : done;
  },
});

const roleEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/role",
  summary: "Make or unmake an admin or reviewer",
  description:
    "`admin` manages everything, `reviewer` decides on requests for access, `user` neither. Nobody changes their own role, and one active admin stays. Needs a recent proof.",
  input: changeUserRoleSchema,
  inputExample: { role: "reviewer" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The role holds from now on.",
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
  summary: "Mail the link that confirms the address again",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The mail is on its way.",
  refusals: ["user_not_found", "admin_required", "email_already_verified", "account_deactivated", "rate_limited"],
  async run({ ctx, actor, id }) {
    const done = await resendUserVerification(ctx, actor, { userId: id });
    return done.ok ? ok({ data: null }) : done;
  },
});

const sessionsEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/users/{id}/sessions",
  summary: "List an account's live sessions",
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
  summary: "Sign somebody out everywhere",
  description: "The owner is mailed. Needs a recent proof.",
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
  summary: "End one session of anybody",
  description: "Needs a recent proof.",
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

const keysEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/users/{id}/api-keys",
  summary: "List an account's API keys",
  description: "Newest first, those that are over too. Never the keys themselves.",
  input: nothing,
  status: 200,
  data: userApiKeysSchema,
  dataExample: {
    apiKeys: [
      {
        ...{ id: exampleId, name: "ci-deploy", prefix: "fy_7Hq2XbT9mKd0", lastFour: "x3Qz" },
        projects: [{ id: exampleId, name: "Checkout", slug: "checkout" }],
        ...{ createdAt: exampleMoment, expiresAt: null, lastUsedAt: null, state: "live" },
      },
    ],
  },
  message: "API keys.",
  refusals: ["user_not_found"],
  async run({ ctx, actor, id }) {
    const found = await listUserApiKeys(ctx, actor, { id });
    return found.ok ? ok({ data: { apiKeys: found.value.map(toApiKey) } }) : found;
  },
});

const revokeKeyEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/users/api-keys/{id}",
  summary: "Revoke one API key of anybody",
  description: "The owner is mailed. Needs a recent proof.",
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
  summary: "Read an account's security log",
  description: "Newest first, with who did it and from where.",
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
