import { createApiKey } from "@/lib/core/api-keys/create-api-key";
import { listApiKeys } from "@/lib/core/api-keys/list-api-keys";
import { revokeAllApiKeys, revokeApiKey } from "@/lib/core/api-keys/revoke-api-key";
import { rotateApiKey } from "@/lib/core/api-keys/rotate-api-key";
import { ok } from "@/lib/core/kernel/result";
import { createApiKeySchema, rotateApiKeySchema } from "@/lib/values/forms";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { apiKeysSchema, emptyData, newApiKeySchema, nothing, revokedSchema } from "./schemas";
import { toApiKey } from "./serialize";

const exampleKey = {
  id: exampleId,
  name: "ci-deploy",
  prefix: "fy_7Hq2XbT9mKd0",
  lastFour: "x3Qz",
  projects: [{ id: exampleId, name: "Checkout", slug: "checkout" }],
  createdAt: exampleMoment,
  expiresAt: null,
  lastUsedAt: null,
  state: "live" as const,
};
const exampleNewKey = { ...exampleKey, key: "fy_7Hq2XbT9mKd0_EXAMPLEexampleEXAMPLEexampleEXAMPLEexampleE1x3Qz" };

const listEndpoint = defineUserEndpoint({
  method: "get",
  path: "/api-keys",
  summary: "List your API keys",
  description: "Newest first, including expired and revoked keys. Key values are never included.",
  input: nothing,
  status: 200,
  data: apiKeysSchema,
  dataExample: { apiKeys: [exampleKey] },
  message: "API keys.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: { apiKeys: (await listApiKeys(ctx, actor)).map(toApiKey) } });
  },
});

const createEndpoint = defineUserEndpoint({
  method: "post",
  path: "/api-keys",
  summary: "Create an API key",
  description:
    "`key` is only in this response. Without `expiresAt`, it doesn't expire. Requires recent re-authentication.",
  input: createApiKeySchema,
  inputExample: { name: "ci-deploy", projectIds: [exampleId], expiresAt: "2027-01-31T00:00:00Z" },
  status: 201,
  data: newApiKeySchema,
  dataExample: exampleNewKey,
  message: "Copy this key now. You won't be able to see it again.",
  refusals: ["step_up_required", "project_not_found", "too_many_api_keys", "plan_limit_reached", "validation_failed"],
  async run({ ctx, actor, input }) {
    const made = await createApiKey(ctx, actor, input);
    return made.ok ? ok({ data: { ...toApiKey(made.value.view), key: made.value.key } }) : made;
  },
});

const revokeEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/api-keys/{id}",
  summary: "Revoke an API key",
  description: "Takes effect on its next request. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Key revoked.",
  refusals: ["api_key_not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const revoked = await revokeApiKey(ctx, actor, { id });
    return revoked.ok ? ok({ data: null }) : revoked;
  },
});

const revokeAllEndpoint = defineUserEndpoint({
  method: "post",
  path: "/api-keys/revoke-all",
  summary: "Revoke all your API keys",
  description: "Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: revokedSchema,
  dataExample: { revoked: 2 },
  message: "Keys revoked.",
  refusals: ["step_up_required"],
  async run({ ctx, actor }) {
    const revoked = await revokeAllApiKeys(ctx, actor);
    return revoked.ok ? ok({ data: { revoked: revoked.value.revoked } }) : revoked;
  },
});

const rotateEndpoint = defineUserEndpoint({
  method: "post",
  path: "/api-keys/{id}/rotate",
  summary: "Rotate an API key",
  description: "Both keys work for `overlapHours` (0 to 168, 24 by default). Requires recent re-authentication.",
  input: rotateApiKeySchema,
  inputExample: { overlapHours: 24 },
  status: 201,
  data: newApiKeySchema,
  dataExample: exampleNewKey,
  message: "Copy this key now. You won't be able to see it again.",
  refusals: ["api_key_not_found", "too_many_api_keys", "step_up_required"],
  async run({ ctx, actor, id, input }) {
    const rotated = await rotateApiKey(ctx, actor, { id, ...input });
    return rotated.ok ? ok({ data: { ...toApiKey(rotated.value.view), key: rotated.value.key } }) : rotated;
  },
});

export const apiKeyEndpoints: Endpoint[] = [
  listEndpoint,
  createEndpoint,
  revokeAllEndpoint,
  revokeEndpoint,
  rotateEndpoint,
];
