import { ok } from "@/lib/core/result";
import { deleteWebhook, rotateWebhookSecret, updateWebhook } from "@/lib/core/webhooks/change-webhook";
import { createWebhook } from "@/lib/core/webhooks/create-webhook";
import { getWebhook, listWebhooks } from "@/lib/core/webhooks/list-webhooks";
import { createWebhookSchema, updateWebhookSchema } from "@/lib/values/webhooks";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, nothing } from "./schemas";
import {
  newWebhookSchema,
  toWebhook,
  toWebhookList,
  webhookListSchema,
  webhookSchema,
  webhookSecretSchema,
} from "./webhook-wire";

const exampleWebhook = {
  id: exampleId,
  url: "https://hooks.company.com/foyer",
  description: "Posts to the sales channel",
  events: ["access_request.created", "user.registered"],
  isEnabled: true,
  failures: 0,
  createdAt: exampleMoment,
};
const exampleSecret = "whsec_bm90IGEgc2VjcmV0LCBvbmx5IGFuIGV4YW1wbGUgb2Y=";

const listEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/webhooks",
  summary: "List webhooks",
  description: "`failures` counts failed deliveries in a row. `failed` counts deliveries that can be resent.",
  input: nothing,
  status: 200,
  data: webhookListSchema,
  dataExample: { webhooks: [{ ...exampleWebhook, failed: 0, lastDeliveryAt: exampleMoment }] },
  message: "Webhooks.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: toWebhookList(await listWebhooks(ctx, actor)) });
  },
});

const getEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/webhooks/{id}",
  summary: "Get a webhook",
  input: nothing,
  status: 200,
  data: webhookSchema,
  dataExample: exampleWebhook,
  message: "Webhook.",
  refusals: ["not_found"],
  async run({ ctx, actor, id }) {
    const found = await getWebhook(ctx, actor, { id });
    return found.ok ? ok({ data: toWebhook(found.value) }) : found;
  },
});

const createEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/webhooks",
  summary: "Create a webhook",
  description:
    'Returns the signing secret only once. `events` are event names, or `["*"]`. Requires recent re-authentication.',
  input: createWebhookSchema,
  inputExample: { url: exampleWebhook.url, events: ["access_request.created"] },
  status: 201,
  data: newWebhookSchema,
  dataExample: { ...exampleWebhook, secret: exampleSecret },
  message: "Webhook created.",
  refusals: ["step_up_required", "validation_failed", "too_many_webhooks"],
  async run({ ctx, actor, input }) {
    const made = await createWebhook(ctx, actor, input);
    return made.ok ? ok({ data: { ...toWebhook(made.value), secret: made.value.secret } }) : made;
  },
});

const updateEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/webhooks/{id}",
  summary: "Update a webhook",
  description:
    "Fields you leave out don't change. Everything except the description requires recent re-authentication.",
  input: updateWebhookSchema,
  inputExample: { isEnabled: false },
  status: 200,
  data: webhookSchema,
  dataExample: { ...exampleWebhook, isEnabled: false },
  message: "Webhook updated.",
  refusals: ["not_found", "step_up_required", "validation_failed"],
  async run({ ctx, actor, id, input }) {
    const changed = await updateWebhook(ctx, actor, { ...input, id });
    return changed.ok ? ok({ data: toWebhook(changed.value) }) : changed;
  },
});

const rotateEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/webhooks/{id}/rotate-secret",
  summary: "Rotate a webhook's secret",
  description:
    "For 24 hours, events are signed with both secrets, the new one first. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: webhookSecretSchema,
  dataExample: { secret: exampleSecret },
  message: "Secret rotated.",
  refusals: ["not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const rotated = await rotateWebhookSecret(ctx, actor, { id });
    return rotated.ok ? ok({ data: { secret: rotated.value.secret } }) : rotated;
  },
});

const deleteEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/webhooks/{id}",
  summary: "Delete a webhook",
  description: "Deletes its deliveries too. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Webhook deleted.",
  refusals: ["not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const deleted = await deleteWebhook(ctx, actor, { id });
    return deleted.ok ? ok({ data: null }) : deleted;
  },
});

export const webhookEndpoints: Endpoint[] = [
  listEndpoint,
  getEndpoint,
  createEndpoint,
  updateEndpoint,
  rotateEndpoint,
  deleteEndpoint,
];
