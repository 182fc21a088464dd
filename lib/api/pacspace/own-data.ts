import { findCaller } from "@/lib/api/http/access";
import { cancelDeletion, cancelDeletionByLink, scheduleDeletion } from "@/lib/core/accounts/deletion";
import { exportAccount } from "@/lib/core/accounts/export-account";
import { listActivity } from "@/lib/core/audit/list-activity";
import { ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { deleteAccountSchema, listActivitySchema, tokenOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { activityPageSchema, deletionSchema, emptyData, exportSchema, nothing } from "./schemas";
import { toActivityPage } from "./serialize";

const exampleToken = "Zm95ZXItZXhhbXBsZS10b2tlbi1ub3QtYS1yZWFsLW9uZS4";

const activityEndpoint = defineUserEndpoint({
  method: "get",
  path: "/activity",
  summary: "List your account activity",
  description:
    "Newest first. `kind` is sign_in, security, account or team. Owners and admins also get changes to their organization, and what a console admin did to a member: `member` is that person's name.",
  input: listActivitySchema,
  status: 200,
  data: activityPageSchema,
  dataExample: {
    items: [
      {
        id: "1024",
        at: exampleMoment,
        action: "login.succeeded",
        by: "you",
        ip: "203.0.113.9",
        userAgent: "curl/8.14.1",
        member: null,
      },
    ],
    nextCursor: null,
  },
  message: "Activity.",
  refusals: [],
  async run({ ctx, actor, input }) {
    return ok({ data: toActivityPage(await listActivity(ctx, actor, input)) });
  },
});

const exportEndpoint = defineUserEndpoint({
  method: "get",
  path: "/export",
  summary: "Export your account data",
  description:
    "Streams one JSON document. Contains no hashes, tokens or other secrets. Requires recent re-authentication.",
  input: nothing,
  // Writes an audit event.
  acts: true,
  status: 200,
  data: exportSchema,
  dataExample: {
    exportedAt: exampleMoment,
    account: { id: exampleId, email: "jane@company.com" },
    sessions: [],
    activity: [],
    mails: [],
  },
  message: "Your data.",
  refusals: ["step_up_required"],
  async run({ ctx, actor }) {
    const exported = exportAccount(ctx, actor);
    return exported.ok ? ok({ stream: exported.value, fileName: "account.json" }) : exported;
  },
});

const deleteEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/account",
  summary: "Delete your account",
  description:
    "The account is deleted after seven days. Your other sessions end now. The response sets the cookies of a new session. Until `deletionDueAt`, you can cancel with account/keep or the emailed link. If the organization has no other members, it's deleted too.",
  input: deleteAccountSchema,
  inputExample: { confirmation: "delete", currentPassword: "SecurePass1" },
  status: 200,
  data: deletionSchema,
  dataExample: { deletionDueAt: exampleMoment },
  message: "Your account will be deleted in seven days.",
  refusals: ["invalid_credentials", "rate_limited", "step_up_required", "last_owner", "last_admin", "unauthenticated"],
  async run({ ctx, actor, input }) {
    const scheduled = await scheduleDeletion(ctx, actor, input);
    if (!scheduled.ok) return scheduled;
    const { dueAt, session } = scheduled.value;
    return ok({ data: { deletionDueAt: dueAt.toISOString() }, session });
  },
});

const keepEndpoint = defineUserEndpoint({
  method: "post",
  path: "/account/keep",
  summary: "Cancel account deletion",
  description: "Requires recent re-authentication. The response sets the cookies of a new session.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Account deletion canceled.",
  refusals: ["deletion_not_scheduled", "step_up_required", "unauthenticated"],
  async run({ ctx, actor }) {
    const kept = await cancelDeletion(ctx, actor);
    return kept.ok ? ok({ data: null, session: kept.value.session }) : kept;
  },
});

const keepByLinkEndpoint = definePublicEndpoint({
  method: "post",
  path: "/account/keep-by-link",
  summary: "Cancel account deletion with an emailed token",
  description: "Ends every session. If you call it with a session of the account, you get the cookies of a new one.",
  limit: "tokenUse",
  input: tokenOnlySchema,
  inputExample: { token: exampleToken },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Account deletion canceled.",
  refusals: ["token_invalid"],
  async run({ ctx, input, credentials }) {
    const kept = await cancelDeletionByLink(ctx, input, await findCaller(ctx, credentials, nativeAudience));
    return kept.ok ? ok({ data: null, session: kept.value.session }) : kept;
  },
});

export const ownDataEndpoints: Endpoint[] = [
  activityEndpoint,
  exportEndpoint,
  deleteEndpoint,
  keepEndpoint,
  keepByLinkEndpoint,
];
