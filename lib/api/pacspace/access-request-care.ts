import { addRequestNote } from "@/lib/core/admin/add-request-note";
import { assignRequest, listReviewers } from "@/lib/core/queue/assign-request";
import { markDuplicate } from "@/lib/core/queue/mark-duplicate";
import { beat } from "@/lib/core/queue/presence";
import { snoozeRequest, wakeRequest } from "@/lib/core/queue/snooze-request";
import { ok } from "@/lib/core/result";
import {
  accessRequestNoteSchema,
  assignAccessRequestSchema,
  markDuplicateSchema,
  plainActSchema,
  presenceSchema,
  snoozeAccessRequestSchema,
} from "@/lib/values/queue";
import { changeRefusals, defineAct, exampleReviewer } from "./access-request-act";
import { defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest, exampleId, exampleMoment } from "./examples";
import { nothing } from "./schemas";
import { presenceAnswerSchema, reviewersSchema } from "./schemas-queue";

const changed = { ...exampleAccessRequest, version: 1 };

const noteEndpoint = defineAct({
  name: "note",
  summary: "Add an internal note",
  description: "For reviewers only; the applicant never sees it. The search finds it.",
  input: accessRequestNoteSchema,
  inputExample: { note: "Met them at the fair." },
  dataExample: changed,
  message: "Note added.",
  refusals: changeRefusals,
  run: addRequestNote,
});

const snoozeEndpoint = defineAct({
  name: "snooze",
  summary: "Put a request aside",
  description: "Until a moment in the future, a year ahead at most; then it comes back by itself.",
  input: snoozeAccessRequestSchema,
  inputExample: { until: "2026-10-07T08:00:00.000Z" },
  dataExample: { ...changed, status: "snoozed", snoozedUntil: "2026-10-07T08:00:00.000Z" },
  message: "Request snoozed.",
  refusals: [...changeRefusals, "validation_failed"],
  run: snoozeRequest,
});

const wakeEndpoint = defineAct({
  name: "wake",
  summary: "Bring a snoozed request back",
  input: plainActSchema,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Request woken.",
  refusals: changeRefusals,
  run: wakeRequest,
});

const assignEndpoint = defineAct({
  name: "assign",
  summary: "Give a request to a reviewer",
  description: "To somebody of GET /reviewers, or with null to nobody in particular.",
  input: assignAccessRequestSchema,
  inputExample: { assigneeId: exampleId },
  dataExample: { ...changed, assignee: exampleReviewer },
  message: "Request assigned.",
  refusals: [...changeRefusals, "validation_failed"],
  run: assignRequest,
});

const duplicateEndpoint = defineAct({
  name: "duplicate",
  summary: "Mark a request as a duplicate",
  description: "Closes it in favour of request `ofId`. Nobody is mailed. Undo and reopen work as for a rejection.",
  input: markDuplicateSchema,
  inputExample: { ofId: exampleId },
  dataExample: {
    ...{ ...changed, status: "rejected", decidedAt: exampleMoment, decidedBy: exampleReviewer },
    duplicateOf: { id: exampleId, name: "Jane Doe", email: "jane.doe@company.com" },
  },
  message: "Request marked as a duplicate.",
  refusals: [...changeRefusals, "validation_failed"],
  run: markDuplicate,
});

const presenceEndpoint = defineReviewerEndpoint({
  method: "post",
  path: "/access-requests/{id}/presence",
  summary: "Say that a request is open",
  description:
    "Every 15 seconds while a reviewer looks at it, and once with `leaving`. Answers which other reviewers do, and the version that is true now. The first time in a day is kept as a view.",
  input: presenceSchema,
  inputExample: { leaving: false },
  status: 200,
  data: presenceAnswerSchema,
  dataExample: { others: [{ id: exampleId, name: "Ana Admin", seenAt: exampleMoment }], status: "pending", version: 1 },
  message: "Seen.",
  refusals: ["not_found"],
  async run({ ctx, actor, input, id }) {
    const seen = await beat(ctx, actor, { ...input, id });
    if (!seen.ok) return seen;
    const { others, status, version } = seen.value;
    const present = others.map((other) => ({ id: other.id, name: other.name, seenAt: other.seenAt.toISOString() }));
    return ok({ data: { others: present, status, version } });
  },
});

const reviewersEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/reviewers",
  summary: "List who may decide on requests",
  input: nothing,
  status: 200,
  data: reviewersSchema,
  dataExample: { reviewers: [exampleReviewer] },
  message: "Reviewers.",
  refusals: [],
  async run({ ctx, actor }) {
    const reviewers = await listReviewers(ctx, actor);
    return ok({ data: { reviewers: reviewers.map(({ id, name, email }) => ({ id, name, email })) } });
  },
});

export const accessRequestCareEndpoints: Endpoint[] = [
  noteEndpoint,
  snoozeEndpoint,
  wakeEndpoint,
  assignEndpoint,
  duplicateEndpoint,
  presenceEndpoint,
  reviewersEndpoint,
];
