import { getUser } from "@/lib/core/accounts/get-user";
import { listUsers } from "@/lib/core/accounts/list-users";
import { ok } from "@/lib/core/kernel/result";
import { cancelMfaResetAsAdmin } from "@/lib/core/sign-in/mfa/cancel-mfa-reset";
import { scheduleMfaReset } from "@/lib/core/sign-in/mfa/schedule-mfa-reset";
import { resetMfaSchema } from "@/lib/values/forms";
import { listUsersSchema } from "@/lib/values/users";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, nothing } from "./schemas";
import { dueSchema, userDetailSchema, userPageSchema } from "./schemas-users";
import { toUserDetail, toUserPage } from "./serialize-users";

const exampleUser = {
  id: exampleId,
  email: "jane@company.com",
  name: "Jane Doe",
  isAdmin: false,
  isReviewer: false,
  createdAt: exampleMoment,
};

const listEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/users",
  summary: "List users",
  description:
    "`q` searches email and name, and `@company.com` finds a domain. Filters: `state`, `mfa`, `role`, `plan`, `tenant`.",
  input: listUsersSchema,
  status: 200,
  data: userPageSchema,
  dataExample: {
    items: [
      {
        ...exampleUser,
        tenant: "Acme Inc",
        plan: "FREE",
        emailVerified: true,
        mfaEnabled: true,
        deactivated: false,
        deletionPending: false,
      },
    ],
    nextCursor: null,
  },
  message: "Users.",
  refusals: [],
  async run({ ctx, actor, input }) {
    return ok({ data: toUserPage(await listUsers(ctx, actor, input)) });
  },
});

const getEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/users/{id}",
  summary: "Get a user",
  input: nothing,
  status: 200,
  data: userDetailSchema,
  dataExample: {
    ...exampleUser,
    phone: null,
    emailVerifiedAt: exampleMoment,
    deactivatedAt: null,
    deactivation: null,
    deletionDueAt: null,
    tenant: { id: exampleId, name: "Acme Inc", plan: "FREE", role: "owner" },
    hasPassword: true,
    passwordChangedAt: exampleMoment,
    mfa: { enabledAt: exampleMoment, recoveryCodesLeft: 10 },
    passkeys: 0,
    identities: [],
    sessions: 1,
    lastSeenAt: exampleMoment,
    mfaReset: null,
    accessRequest: { id: exampleId, status: "registered", submittedAt: exampleMoment, decidedBy: "Ana Admin" },
  },
  message: "User.",
  refusals: ["user_not_found"],
  async run({ ctx, actor, id }) {
    const found = await getUser(ctx, actor, { id });
    return found.ok ? ok({ data: toUserDetail(found.value) }) : found;
  },
});

const resetMfaEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/users/{id}/reset-mfa",
  summary: "Reset a user's 2FA",
  description: "Takes effect after a delay. We email the user a link to cancel it. Requires recent re-authentication.",
  input: resetMfaSchema,
  inputExample: { reason: "Lost the phone, called back on the number on file." },
  status: 200,
  data: dueSchema,
  dataExample: { dueAt: exampleMoment },
  message: "2FA reset scheduled.",
  refusals: ["user_not_found", "mfa_not_enabled", "mfa_reset_pending", "step_up_required"],
  async run({ ctx, actor, id, input }) {
    const scheduled = await scheduleMfaReset(ctx, actor, { userId: id, reason: input.reason });
    return scheduled.ok ? ok({ data: { dueAt: scheduled.value.dueAt.toISOString() } }) : scheduled;
  },
});

const cancelResetEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/users/{id}/reset-mfa",
  summary: "Cancel a user's 2FA reset",
  description: "Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "2FA reset canceled.",
  refusals: ["mfa_reset_not_pending", "step_up_required"],
  async run({ ctx, actor, id }) {
    const stopped = await cancelMfaResetAsAdmin(ctx, actor, { userId: id });
    return stopped.ok ? ok({ data: null }) : stopped;
  },
});

export const userEndpoints: Endpoint[] = [listEndpoint, getEndpoint, resetMfaEndpoint, cancelResetEndpoint];
