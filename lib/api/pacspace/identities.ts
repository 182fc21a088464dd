import { ok } from "@/lib/core/kernel/result";
import { disconnectIdentity, getSignInMethods } from "@/lib/core/sign-in/sso/identities";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, identitiesSchema, nothing } from "./schemas";
import { toIdentity } from "./serialize";

const listEndpoint = defineUserEndpoint({
  method: "get",
  path: "/identities",
  summary: "List connected accounts",
  description: "Accounts at other providers that can sign in to this account. Connect one in the browser.",
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
  summary: "Disconnect a connected account",
  description: "Requires recent re-authentication. You can't disconnect your only way to sign in.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Account disconnected.",
  refusals: ["identity_not_found", "step_up_required", "last_way_in"],
  async run({ ctx, actor, id }) {
    const disconnected = await disconnectIdentity(ctx, actor, { id });
    return disconnected.ok ? ok({ data: null }) : disconnected;
  },
});

export const identityEndpoints: Endpoint[] = [listEndpoint, disconnectEndpoint];
