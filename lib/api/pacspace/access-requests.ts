import { getAccessRequest } from "@/lib/core/admin/get-access-request";
import { listAccessRequests } from "@/lib/core/admin/list-access-requests";
import { ok } from "@/lib/core/result";
import { listAccessRequestsSchema } from "@/lib/values/forms";
import { defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest, exampleMoment } from "./examples";
import { nothing } from "./schemas";
import { accessRequestDetailSchema, accessRequestPageSchema } from "./schemas-admin";
import { toAccessRequestDetail, toAccessRequestPage } from "./serialize";

const listEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/access-requests",
  summary: "List requests for access",
  description:
    "What waits for a decision comes oldest first, everything else newest first. `q` searches name, address, organization and use case; `@domain` matches the address's domain. `counts` ignores the search.",
  input: listAccessRequestsSchema,
  status: 200,
  data: accessRequestPageSchema,
  dataExample: {
    items: [exampleAccessRequest],
    nextCursor: null,
    counts: { pending: 1, needs_info: 0, snoozed: 0, approved: 0, rejected: 0, registered: 0, expired: 0, all: 1 },
  },
  message: "Requests for access.",
  refusals: [],
  async run({ ctx, actor, input }) {
    return ok({ data: toAccessRequestPage(await listAccessRequests(ctx, actor, input)) });
  },
});

const getEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/access-requests/{id}",
  summary: "Read one request for access",
  input: nothing,
  status: 200,
  data: accessRequestDetailSchema,
  dataExample: {
    ...exampleAccessRequest,
    ip: "203.0.113.9",
    userAgent: "curl/8.14.1",
    events: [{ at: exampleMoment, kind: "submitted", actorLabel: "Jane Doe", text: "" }],
    related: [],
    existingTenant: null,
  },
  message: "Request for access.",
  refusals: ["not_found"],
  async run({ ctx, actor, id }) {
    const found = await getAccessRequest(ctx, actor, { id });
    return found.ok ? ok({ data: toAccessRequestDetail(found.value) }) : found;
  },
});

export const accessRequestEndpoints: Endpoint[] = [listEndpoint, getEndpoint];
