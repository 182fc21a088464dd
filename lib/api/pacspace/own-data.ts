import { cancelDeletion, cancelDeletionByLink } from "@/lib/core/account/deletion/cancel-deletion";
import { scheduleDeletion } from "@/lib/core/account/deletion/schedule-deletion";
import { exportAccount } from "@/lib/core/account/export/export-account";
import { listActivity } from "@/lib/core/activity/list-activity";
import { ok } from "@/lib/core/result";
import { deleteAccountSchema, listActivitySchema, tokenOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { activityPageSchema, deletionSchema, emptyData, exportSchema, nothing } from "./schemas";
import { toActivityPage } from "./serialize";

const exampleToken = "Zm95ZXItZXhhbXBsZS10b2tlbi1ub3QtYS1yZWFsLW9uZS4";

const activityEndpoint = defineUserEndpoint({
  method: "get",
  path: "/activity",
  summary: "Read the account's own security log",
  description: "Newest first. `kind` is sign_in, security, account or team.",
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
  summary: "Download everything that is kept about the account",
  description: "One document, streamed, after a recent proof. Without secrets: no hash, no token, no sealed value.",
  input: nothing,
  // It is written down, and read while it is sent.
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
  summary: "Delete the account in seven days",
  description:
    "Other sessions end now. Until `deletionDueAt` account/keep or the mailed link stops it. A tenant without other members goes with its account.",
  input: deleteAccountSchema,
  inputExample: { confirmation: "delete", currentPassword: "SecurePass1" },
  status: 200,
  data: deletionSchema,
  dataExample: { deletionDueAt: exampleMoment },
  message: "The account will be deleted.",
  refusals: ["invalid_credentials", "rate_limited", "step_up_required", "last_owner", "last_admin"],
  async run({ ctx, actor, input }) {
    const scheduled = await scheduleDeletion(ctx, actor, input);
    return scheduled.ok ? ok({ data: { deletionDueAt: scheduled.value.dueAt.toISOString() } }) : scheduled;
  },
});

const keepEndpoint = defineUserEndpoint({
  method: "post",
  path: "/account/keep",
  summary: "Keep the account after all",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The account stays.",
  refusals: ["deletion_not_scheduled"],
  async run({ ctx, actor }) {
    const kept = await cancelDeletion(ctx, actor);
    return kept.ok ? ok({ data: null }) : kept;
  },
});

const keepByLinkEndpoint = definePublicEndpoint({
  method: "post",
  path: "/account/keep-by-link",
  summary: "Keep the account with the mailed token",
  limit: "tokenUse",
  input: tokenOnlySchema,
  inputExample: { token: exampleToken },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The account stays.",
  refusals: ["token_invalid"],
  async run({ ctx, input }) {
    const kept = await cancelDeletionByLink(ctx, input);
    return kept.ok ? ok({ data: null }) : kept;
  },
});

export const ownDataEndpoints: Endpoint[] = [
  activityEndpoint,
  exportEndpoint,
  deleteEndpoint,
  keepEndpoint,
  keepByLinkEndpoint,
];
