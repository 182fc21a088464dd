import { ok } from "@/lib/core/result";
import { disconnectIdentity } from "@/lib/core/sso/disconnect-identity";
import { getSignInMethods } from "@/lib/core/sso/get-sign-in-methods";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, identitiesSchema, nothing } from "./schemas";
import { toIdentity } from "./serialize";

const listEndpoint = defineUserEndpoint({
  method: "get",
  path: "/identities",
  summary: "List the connected accounts",
  description: "Identities at other providers that sign this account in. Connecting one happens in the browser.",
  input: nothing,
  status: 200,
  data: identitiesSchema,
  dataExample: {
    identities: [
      {
        id: exampleId,
        provider: "google",
        name: "Google",
        email: "jane@company.com",
        createdAt: exampleMoment,
        lastUsedAt: null,
      },
    ],
  },
  message: "Connected accounts.",
  refusals: [],
  async run({ ctx, actor }) {
    const { identities } = await getSignInMethods(ctx, actor);
    return ok({ data: { identities: identities.map(toIdentity) } });
  },
});

const disconnectEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/identities/{id}",
  summary: "Disconnect an account",
  description: "Needs a recent proof. The only way to sign in cannot be disconnected.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Disconnected.",
  refusals: ["identity_not_found", "step_up_required", "last_way_in"],
  async run({ ctx, actor, id }) {
    const disconnected = await disconnectIdentity(ctx, actor, { id });
    return disconnected.ok ? ok({ data: null }) : disconnected;
  },
});

export const identityEndpoints: Endpoint[] = [listEndpoint, disconnectEndpoint];
