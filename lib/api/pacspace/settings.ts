import { z } from "@hono/zod-openapi";
import { ok } from "@/lib/core/result";
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
  summary: "Read the settings",
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
  summary: "Change the settings",
  description:
    "What is left out stays. `undoSeconds` is 0 or 10 to 30. A retention of null keeps everything. Changing who needs two approvals, a retention, or who needs two-factor authentication takes a recent proof. Whoever needs it for the first time has seven days to set it up.",
  input: updateSettingsSchema,
  inputExample: { undoSeconds: 20, mailsRejections: false },
  status: 200,
  data: settingsWireSchema,
  dataExample: { ...defaultSettings, undoSeconds: 20, mailsRejections: false },
  message: "Settings changed.",
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
  summary: "Read how you hear of new requests",
  input: nothing,
  status: 200,
  data: noticesWireSchema,
  dataExample: { requestNotices: "instant" },
  message: "Notices.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: { requestNotices: await getRequestNotices(ctx, actor) } });
  },
});

const updateNoticesEndpoint = defineReviewerEndpoint({
  method: "patch",
  path: "/notices",
  summary: "Choose how you hear of new requests",
  description: "For yourself alone: a mail for each, one an hour that lists them, or none.",
  input: requestNoticesSchema,
  inputExample: { requestNotices: "hourly" },
  status: 200,
  data: noticesWireSchema,
  dataExample: { requestNotices: "hourly" },
  message: "Notices changed.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const changed = await updateRequestNotices(ctx, actor, input);
    return changed.ok ? ok({ data: changed.value }) : changed;
  },
});

export const settingsEndpoints: Endpoint[] = [getEndpoint, updateEndpoint, getNoticesEndpoint, updateNoticesEndpoint];
