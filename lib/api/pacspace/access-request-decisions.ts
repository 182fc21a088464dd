import { addRequestNote } from "@/lib/core/admin/add-request-note";
import { approveAccessRequest } from "@/lib/core/admin/approve-access-request";
import { rejectAccessRequest } from "@/lib/core/admin/reject-access-request";
import { reopenAccessRequest } from "@/lib/core/admin/reopen-access-request";
import { resendApproval } from "@/lib/core/admin/resend-approval";
import { revokeApproval } from "@/lib/core/admin/revoke-approval";
import { ok } from "@/lib/core/result";
import { accessRequestNoteSchema, approveAccessRequestSchema, rejectAccessRequestSchema } from "@/lib/values/forms";
import { defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest, exampleId, exampleMoment } from "./examples";
import { versionBody } from "./schemas";
import { accessRequestSchema } from "./schemas-admin";
import { toAccessRequest } from "./serialize";

/** What every act on one request has in common: it answers with the request as it is afterwards. */
const act = { method: "post", status: 200, data: accessRequestSchema } as const;
const changeRefusals = ["not_found", "request_already_decided", "request_changed"] as const;
const approved = {
  ...exampleAccessRequest,
  status: "approved",
  version: 1,
  decidedAt: exampleMoment,
  decidedBy: { id: exampleId, name: "Ana Admin", email: "ana@company.com" },
  token: { state: "open", expiresAt: exampleMoment, sentAt: exampleMoment },
} as const;

const approveEndpoint = defineReviewerEndpoint({
  ...act,
  path: "/access-requests/{id}/approve",
  summary: "Approve a request",
  description: "Mails the sign-up link. `note` is shown to the applicant; `version` is the one that was read.",
  input: approveAccessRequestSchema,
  inputExample: { note: "Welcome aboard." },
  dataExample: approved,
  message: "Request approved.",
  refusals: changeRefusals,
  async run({ ctx, actor, input, id }) {
    const done = await approveAccessRequest(ctx, actor, { ...input, id });
    return done.ok ? ok({ data: toAccessRequest(done.value) }) : done;
  },
});

const rejectEndpoint = defineReviewerEndpoint({
  ...act,
  path: "/access-requests/{id}/reject",
  summary: "Reject a request",
  description: "With `notify` (the default) the applicant is told, with `reason` if one is given.",
  input: rejectAccessRequestSchema,
  inputExample: { reason: "We cannot serve this region yet.", notify: true },
  dataExample: { ...exampleAccessRequest, status: "rejected", version: 1 },
  message: "Request rejected.",
  refusals: changeRefusals,
  async run({ ctx, actor, input, id }) {
    const done = await rejectAccessRequest(ctx, actor, { ...input, id });
    return done.ok ? ok({ data: toAccessRequest(done.value) }) : done;
  },
});

const reopenEndpoint = defineReviewerEndpoint({
  ...act,
  path: "/access-requests/{id}/reopen",
  summary: "Bring a decided request back to the queue",
  description: "A rejected one, or an approval that ran out unused.",
  input: versionBody,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Request reopened.",
  refusals: changeRefusals,
  async run({ ctx, actor, input, id }) {
    const done = await reopenAccessRequest(ctx, actor, { ...input, id });
    return done.ok ? ok({ data: toAccessRequest(done.value) }) : done;
  },
});

const noteEndpoint = defineReviewerEndpoint({
  ...act,
  path: "/access-requests/{id}/note",
  summary: "Add an internal note",
  description: "For admins only; the applicant never sees it.",
  input: accessRequestNoteSchema,
  inputExample: { note: "Met them at the fair." },
  dataExample: { ...exampleAccessRequest, version: 1 },
  message: "Note added.",
  refusals: changeRefusals,
  async run({ ctx, actor, input, id }) {
    const done = await addRequestNote(ctx, actor, { id, note: input.note });
    return done.ok ? ok({ data: toAccessRequest(done.value) }) : done;
  },
});

const resendEndpoint = defineReviewerEndpoint({
  ...act,
  path: "/access-requests/{id}/resend",
  summary: "Mail the sign-up link again",
  description: "With a new token; the one before stops working.",
  input: versionBody,
  dataExample: { ...approved, version: 2 },
  message: "Approval mailed again.",
  refusals: changeRefusals,
  async run({ ctx, actor, input, id }) {
    const done = await resendApproval(ctx, actor, { ...input, id });
    return done.ok ? ok({ data: toAccessRequest(done.value) }) : done;
  },
});

const revokeEndpoint = defineReviewerEndpoint({
  ...act,
  path: "/access-requests/{id}/revoke",
  summary: "Take an unused approval back",
  description: "The token dies and the request waits again.",
  input: versionBody,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Approval revoked.",
  refusals: changeRefusals,
  async run({ ctx, actor, input, id }) {
    const done = await revokeApproval(ctx, actor, { ...input, id });
    return done.ok ? ok({ data: toAccessRequest(done.value) }) : done;
  },
});

export const accessRequestDecisionEndpoints: Endpoint[] = [
  approveEndpoint,
  rejectEndpoint,
  reopenEndpoint,
  noteEndpoint,
  resendEndpoint,
  revokeEndpoint,
];
