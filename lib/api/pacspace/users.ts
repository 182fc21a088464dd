import { getUser } from "@/lib/core/accounts/get-user";
import {
  changeUserRole,
  deactivateUser,
  reactivateUser,
  resendUserVerification,
} from "@/lib/core/accounts/manage-users";
import { revokeUserApiKey, revokeUserSession, signOutUser } from "@/lib/core/accounts/user-access";
import { listUsers } from "@/lib/core/accounts/users";
import { listUserApiKeys } from "@/lib/core/api-keys/api-keys";
import { listUserActivity } from "@/lib/core/audit/list-activity";
import { ok } from "@/lib/core/kernel/result";
import { listUserSessions } from "@/lib/core/sessions/sessions";
import { cancelUserMfaReset, scheduleMfaReset } from "@/lib/core/sign-in/mfa/reset";
import { listActivitySchema } from "@/lib/values/forms";
import { defineAdminEndpoint } from "./endpoint";
import { exampleMoment } from "./examples";
import { del, get, post } from "./routes";
import { userActivitySchema } from "./schemas-users";
import { toUserActivity } from "./serialize-users";

const userActivityEndpoint = defineAdminEndpoint({
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
        id: "1024",
        at: exampleMoment,
        action: "login.succeeded",
        actor: "jane@company.com",
        ip: "203.0.113.9",
        userAgent: "curl/8.14.1",
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

export const userEndpoints = [
  get("/users", listUsers, "List users", {
    description:
      "`q` searches email and name, and `@company.com` finds a domain. Filters: `state`, `mfa`, `role`, `plan`, `tenant`.",
  }),
  get("/users/{id}", getUser, "Get a user"),
  post("/users/{id}/reset-mfa", scheduleMfaReset, "Reset a user's 2FA", {
    description:
      "Takes effect after a delay. We email the user a link to cancel it. Requires recent re-authentication.",
    message: "2FA reset scheduled.",
  }),
  del("/users/{id}/reset-mfa", cancelUserMfaReset, "Cancel a user's 2FA reset", {
    description: "Requires recent re-authentication.",
    message: "2FA reset canceled.",
  }),
  post("/users/{id}/deactivate", deactivateUser, "Deactivate a user", {
    description:
      "Permanently ends their sessions and API keys, and emails them the reason. Repeating it succeeds. Requires recent re-authentication.",
    message: "User deactivated.",
  }),
  post("/users/{id}/reactivate", reactivateUser, "Reactivate a user", {
    description:
      "Sessions and API keys that ended aren't restored. Repeating it succeeds. Requires recent re-authentication.",
    message: "User reactivated.",
  }),
  post("/users/{id}/role", changeUserRole, "Set a user's console role", {
    description:
      "`admin` manages everything, `reviewer` decides access requests, `user` does neither. You can't change your own role, and one active admin is required. Requires recent re-authentication.",
    message: "Role updated.",
  }),
  post("/users/{id}/resend-verification", resendUserVerification, "Send a verification email to a user", {
    message: "Verification email queued.",
  }),
  get("/users/{id}/sessions", listUserSessions, "List a user's sessions"),
  del("/users/{id}/sessions", signOutUser, "End all sessions of a user", {
    description: "We email the user. Requires recent re-authentication.",
    message: "Signed out everywhere.",
  }),
  del("/users/sessions/{id}", revokeUserSession, "End a user's session", {
    description: "Requires recent re-authentication.",
    message: "Session ended.",
  }),
  get("/users/{id}/api-keys", listUserApiKeys, "List a user's API keys", {
    description: "Newest first, including expired and revoked keys. Key values are never included.",
  }),
  del("/users/api-keys/{id}", revokeUserApiKey, "Revoke a user's API key", {
    description: "We email the user. Requires recent re-authentication.",
    message: "API key revoked.",
  }),
  userActivityEndpoint,
];
