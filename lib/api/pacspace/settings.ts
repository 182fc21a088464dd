import { z } from "@hono/zod-openapi";
import { ok } from "@/lib/core/kernel/result";
import { defaultSettings } from "@/lib/core/settings/get-settings";
import { getRequestNotices, updateRequestNotices } from "@/lib/core/settings/request-notices";
import { readSettings, updateSettings } from "@/lib/core/settings/update-settings";
import { requestNoticesValues } from "@/lib/values/request-notices";
import { requestNoticesSchema, updateSettingsSchema } from "@/lib/values/settings";
import { defineAdminEndpoint, defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { nothing } from "./schemas";

const settingsWireSchema = z
  .strictObject({
    undoSeconds: z.int(),
    amberAfterHours: z.int(),
    redAfterHours: z.int(),
    mailsReceived: z.boolean(),
    mailsQuestions: z.boolean(),
    mailsRejections: z.boolean(),
    fourEyesBuyerModes: z.array(z.string()),
    rejectedRetentionDays: z.int().nullable(),
    auditRetentionDays: z.int().nullable(),
    requireMfaAdmins: z.boolean(),
    requireMfaReviewers: z.boolean(),
    requireMfaUsers: z.boolean(),
  })
  .openapi("Settings");

const getEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/settings",
  summary: "Get the settings",
  input: nothing,
  status: 200,
  data: settingsWireSchema,
  dataExample: defaultSettings,
  message: "Settings.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: await readSettings(ctx, actor) });
  },
});

const updateEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/settings",
  summary: "Update the settings",
  description:
    "Fields you leave out don't change. `undoSeconds` is 0 or 10 to 30. A retention of null keeps everything. Requires recent re-authentication. People who need two-factor authentication for the first time have seven days to set it up.",
  input: updateSettingsSchema,
  inputExample: { undoSeconds: 20, mailsRejections: false },
  status: 200,
  data: settingsWireSchema,
  dataExample: { ...defaultSettings, undoSeconds: 20, mailsRejections: false },
  message: "Settings updated.",
  refusals: ["validation_failed", "step_up_required"],
  async run({ ctx, actor, input }) {
    const changed = await updateSettings(ctx, actor, input);
    return changed.ok ? ok({ data: changed.value }) : changed;
  },
});

const noticesWireSchema = z.strictObject({ requestNotices: z.enum(requestNoticesValues) }).openapi("RequestNotices");

const getNoticesEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/notices",
  summary: "Get your notifications",
  input: nothing,
  status: 200,
  data: noticesWireSchema,
  dataExample: { requestNotices: "instant" },
  message: "Notifications.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: { requestNotices: await getRequestNotices(ctx, actor) } });
  },
});

const updateNoticesEndpoint = defineReviewerEndpoint({
  method: "patch",
  path: "/notices",
  summary: "Update your notifications",
  description: "How you hear about new requests: an email for each, an hourly digest, or none. Only for yourself.",
  input: requestNoticesSchema,
  inputExample: { requestNotices: "hourly" },
  status: 200,
  data: noticesWireSchema,
  dataExample: { requestNotices: "hourly" },
  message: "Notifications updated.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const changed = await updateRequestNotices(ctx, actor, input);
    return changed.ok ? ok({ data: changed.value }) : changed;
  },
});

export const settingsEndpoints: Endpoint[] = [getEndpoint, updateEndpoint, getNoticesEndpoint, updateNoticesEndpoint];
