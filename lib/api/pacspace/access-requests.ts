import { getAccessRequest } from "@/lib/core/access-requests/get-access-request";
import { listAccessRequests } from "@/lib/core/access-requests/list-access-requests";
import { ok } from "@/lib/core/kernel/result";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import { defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest, exampleId, exampleMoment } from "./examples";
import { nothing } from "./schemas";
import { accessRequestDetailSchema, accessRequestPageSchema } from "./schemas-queue";
import { toAccessRequestDetail, toAccessRequestPage } from "./serialize-queue";

const noneByStatus = {
  ...{ pending: 0, needs_info: 0, snoozed: 0, approved: 0, rejected: 0, registered: 0, expired: 0 },
  unconfirmed: 0,
};
const noneByTab = {
  ...{ new: 0, waiting: 0, snoozed: 0, approved: 0, invited: 0, joined: 0, expired: 0, rejected: 0 },
  unconfirmed: 0,
};

const listEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/access-requests",
  summary: "List access requests",
  description:
    "New requests come oldest first, all others newest first, unless `sort` says otherwise. `q` searches name, email, organization, use case and notes, and `@domain` matches the email domain. `tab` is a tab of the queue: `approved` includes invited, joined and expired. `status` is the stored status. Requests must match all filters. `counts` and `tabs` ignore them.",
  input: listAccessRequestsSchema,
  status: 200,
  data: accessRequestPageSchema,
  dataExample: {
    items: [exampleAccessRequest],
    nextCursor: null,
    counts: { ...noneByStatus, pending: 1, all: 1 },
    tabs: { ...noneByTab, new: 1, all: 1 },
    settings: { undoSeconds: 15, amberAfterHours: 24, redAfterHours: 72, fourEyesBuyerModes: [] },
  },
  message: "Access requests.",
  refusals: [],
  async run({ ctx, actor, input }) {
    return ok({ data: toAccessRequestPage(await listAccessRequests(ctx, actor, input)) });
  },
});

const getEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/access-requests/{id}",
  summary: "Get an access request",
  input: nothing,
  status: 200,
  data: accessRequestDetailSchema,
  dataExample: {
    ...exampleAccessRequest,
    ip: "203.0.113.9",
    userAgent: "curl/8.14.1",
    locale: "en",
    events: [{ at: exampleMoment, kind: "submitted", actorLabel: "", text: "" }],
    timeline: [{ id: exampleId, at: exampleMoment, kind: "submitted", actorLabel: "", text: "" }],
    related: [],
    earlier: [],
    tenantsOfDomain: [],
    existingTenant: null,
    presence: [],
  },
  message: "Access request.",
  refusals: ["not_found"],
  async run({ ctx, actor, id }) {
    const found = await getAccessRequest(ctx, actor, { id });
    return found.ok ? ok({ data: toAccessRequestDetail(found.value) }) : found;
  },
});

export const accessRequestEndpoints: Endpoint[] = [listEndpoint, getEndpoint];
