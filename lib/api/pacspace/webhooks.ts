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
  description: "`failures` counts deliveries given up in a row, `failed` those that can be sent again.",
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
  summary: "Read one webhook",
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
  summary: "Add a webhook",
  description:
    'Answers the signing secret, this once. `events` are names of events, or `["*"]`. Needs a recent proof of the admin.',
  input: createWebhookSchema,
  inputExample: { url: exampleWebhook.url, events: ["access_request.created"] },
  status: 201,
  data: newWebhookSchema,
  dataExample: { ...exampleWebhook, secret: exampleSecret },
  message: "Webhook added.",
  refusals: ["step_up_required", "validation_failed", "too_many_webhooks"],
  async run({ ctx, actor, input }) {
    const made = await createWebhook(ctx, actor, input);
    return made.ok ? ok({ data: { ...toWebhook(made.value), secret: made.value.secret } }) : made;
  },
});

const updateEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/webhooks/{id}",
  summary: "Change a webhook",
  description: "What is left out stays. Everything but the description needs a recent proof.",
  input: updateWebhookSchema,
  inputExample: { isEnabled: false },
  status: 200,
  data: webhookSchema,
  dataExample: { ...exampleWebhook, isEnabled: false },
  message: "Webhook changed.",
  refusals: ["not_found", "step_up_required", "validation_failed"],
  async run({ ctx, actor, id, input }) {
    const changed = await updateWebhook(ctx, actor, { ...input, id });
    return changed.ok ? ok({ data: toWebhook(changed.value) }) : changed;
  },
});

const rotateEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/webhooks/{id}/rotate-secret",
  summary: "Change the signing secret",
  description: "For a day events are signed with both, the new one first. Needs a recent proof of the admin.",
  input: nothing,
  status: 200,
  data: webhookSecretSchema,
  dataExample: { secret: exampleSecret },
  message: "Secret changed.",
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
  description: "Deletes its deliveries, too. Needs a recent proof.",
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
