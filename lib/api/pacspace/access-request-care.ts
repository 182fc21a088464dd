import { addRequestNote } from "@/lib/core/access-requests/add-request-note";
import { assignRequest, listReviewers } from "@/lib/core/access-requests/assign-request";
import { markDuplicate } from "@/lib/core/access-requests/mark-duplicate";
import { beat } from "@/lib/core/access-requests/presence";
import { snoozeRequest, wakeRequest } from "@/lib/core/access-requests/snooze-request";
import { ok } from "@/lib/core/kernel/result";
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
  summary: "Create an internal note",
  description: "Only reviewers can see it. Search finds it.",
  input: accessRequestNoteSchema,
  inputExample: { note: "Met them at the fair." },
  dataExample: changed,
  message: "Note added.",
  refusals: changeRefusals,
  run: addRequestNote,
});

const snoozeEndpoint = defineAct({
  name: "snooze",
  summary: "Snooze a request",
  description: "Until a time up to a year ahead. The request then returns to the queue.",
  input: snoozeAccessRequestSchema,
  inputExample: { until: "2026-10-07T08:00:00.000Z" },
  dataExample: { ...changed, status: "snoozed", snoozedUntil: "2026-10-07T08:00:00.000Z" },
  message: "Request snoozed.",
  refusals: [...changeRefusals, "validation_failed"],
  run: snoozeRequest,
});

const wakeEndpoint = defineAct({
  name: "wake",
  summary: "Unsnooze a request",
  input: plainActSchema,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Request unsnoozed.",
  refusals: changeRefusals,
  run: wakeRequest,
});

const assignEndpoint = defineAct({
  name: "assign",
  summary: "Assign a request",
  description: "To a reviewer from GET /reviewers, or to no one with null.",
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
  description: "Closes it in favor of request `ofId` without an email. Undo and reopen work as for a rejection.",
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
  summary: "Mark a request as viewed",
  description:
    "Send it every 15 seconds while a reviewer has the request open, and once with `leaving`. Returns who else has it open and its current version. The first call of a day is recorded as a view.",
  input: presenceSchema,
  inputExample: { leaving: false },
  status: 200,
  data: presenceAnswerSchema,
  dataExample: { others: [{ id: exampleId, name: "Ana Admin", seenAt: exampleMoment }], status: "pending", version: 1 },
  message: "Request viewed.",
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
  summary: "List reviewers",
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
