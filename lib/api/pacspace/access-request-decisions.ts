import { approveAccessRequest } from "@/lib/core/admin/approve-access-request";
import { rejectAccessRequest } from "@/lib/core/admin/reject-access-request";
import { reopenAccessRequest } from "@/lib/core/admin/reopen-access-request";
import { resendApproval } from "@/lib/core/admin/resend-approval";
import { revokeApproval } from "@/lib/core/admin/revoke-approval";
import { undoDecision } from "@/lib/core/queue/undo-decision";
import { approveAccessRequestSchema, plainActSchema, rejectAccessRequestSchema } from "@/lib/values/queue";
import { changeRefusals, defineAct, exampleApproved } from "./access-request-act";
import type { Endpoint } from "./endpoint";
import { exampleAccessRequest } from "./examples";

const approveEndpoint = defineAct({
  name: "approve",
  summary: "Approve a request",
  description:
    "Mails the sign-up link. `note` is shown to the applicant; `version` is the one that was read. With `undoable` the mail is held for the seconds of the settings. `joinTenantId` lets the person into an existing organization as `joinRole`, and needs a recent proof. Unless you manage that organization, its owners and admins are asked first: the status stays, `joinAskedAt` is set, and the link is mailed when one of them confirms. Reviewers can propose members only, for an organization that has verified the domain. Where two approvals are asked for, the first is only recorded. Where the address has had four of these emails within an hour, the approval stands and no email is sent: `token` is null or void, and the timeline says `link_not_mailed`.",
  input: approveAccessRequestSchema,
  inputExample: { note: "Welcome aboard." },
  dataExample: exampleApproved,
  message: "Request approved.",
  refusals: [
    ...changeRefusals,
    "own_request",
    "second_approval_needed",
    "step_up_required",
    "plan_limit_reached",
    "validation_failed",
  ],
  run: approveAccessRequest,
});

const rejectEndpoint = defineAct({
  name: "reject",
  summary: "Reject a request",
  description:
    "With `notify` (the default) the applicant is told, with `reason` if one is given. `internalNote` goes to the timeline alone. With `undoable` the mail is held for the seconds of the settings.",
  input: rejectAccessRequestSchema,
  inputExample: { reason: "We cannot serve this region yet.", notify: true },
  dataExample: { ...exampleAccessRequest, status: "rejected", version: 1 },
  message: "Request rejected.",
  refusals: changeRefusals,
  run: rejectAccessRequest,
});

const undoEndpoint = defineAct({
  name: "undo",
  summary: "Undo a decision",
  description: "Until `undoUntil`: the request is as before, its mail is not sent. Afterwards revoke or reopen it.",
  input: plainActSchema,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Decision undone.",
  refusals: [...changeRefusals, "undo_over"],
  run: undoDecision,
});

const reopenEndpoint = defineAct({
  name: "reopen",
  summary: "Bring a decided request back to the queue",
  description: "A rejected one, or an approval that ran out unused.",
  input: plainActSchema,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Request reopened.",
  refusals: changeRefusals,
  run: reopenAccessRequest,
});

const resendEndpoint = defineAct({
  name: "resend",
  summary: "Mail the sign-up link again",
  description:
    "With a new token; the one before stops working. Where the address has had four of these emails within an hour: 429, and nothing changes.",
  input: plainActSchema,
  dataExample: { ...exampleApproved, version: 2 },
  message: "Approval mailed again.",
  refusals: [...changeRefusals, "rate_limited"],
  run: resendApproval,
});

const revokeEndpoint = defineAct({
  name: "revoke",
  summary: "Take an unused approval back",
  description: "The token dies and the request waits again. Also withdraws the first of two approvals.",
  input: plainActSchema,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Approval revoked.",
  refusals: changeRefusals,
  run: revokeApproval,
});

export const accessRequestDecisionEndpoints: Endpoint[] = [
  approveEndpoint,
  rejectEndpoint,
  undoEndpoint,
  reopenEndpoint,
  resendEndpoint,
  revokeEndpoint,
];
