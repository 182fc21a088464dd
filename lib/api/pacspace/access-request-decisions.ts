import { approveAccessRequest } from "@/lib/core/access-requests/approve-access-request";
import { rejectAccessRequest } from "@/lib/core/access-requests/reject-access-request";
import { reopenAccessRequest } from "@/lib/core/access-requests/reopen-access-request";
import { resendApproval } from "@/lib/core/access-requests/resend-approval";
import { revokeApproval } from "@/lib/core/access-requests/revoke-approval";
import { undoDecision } from "@/lib/core/access-requests/undo-decision";
import { approveAccessRequestSchema, plainActSchema, rejectAccessRequestSchema } from "@/lib/values/queue";
import { changeRefusals, defineAct, exampleApproved } from "./access-request-act";
import type { Endpoint } from "./endpoint";
import { exampleAccessRequest } from "./examples";

const approveEndpoint = defineAct({
  name: "approve",
  summary: "Approve a request",
  description:
    "Emails the invitation link. `note` is shown to the applicant, and `version` is the version you read. With `undoable`, the email waits for the undo time from the settings. `joinTenantId` adds the person to an existing organization as `joinRole`, and requires recent re-authentication. Unless you manage that organization, its owners and admins must confirm first. Until then, the status stays and `joinAskedAt` is set. We email the link after one of them confirms. Reviewers can only suggest members, and only for an organization that has verified the domain. If two approvals are required, the first is only recorded. If this address was sent four of these emails within an hour, the approval stands but no email is sent: `token` is null or void, and the timeline says `link_not_mailed`.",
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
    "With `notify` (the default), the applicant gets an email with the `reason`, if there is one. `internalNote` is only added to the timeline. With `undoable`, the email waits for the undo time from the settings.",
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
  description: "Until `undoUntil`, this restores the request and cancels its email. After that, revoke or reopen it.",
  input: plainActSchema,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Decision undone.",
  refusals: [...changeRefusals, "undo_over"],
  run: undoDecision,
});

const reopenEndpoint = defineAct({
  name: "reopen",
  summary: "Reopen a request",
  description: "Reopens a rejected request or an approval that expired unused.",
  input: plainActSchema,
  dataExample: { ...exampleAccessRequest, version: 2 },
  message: "Request reopened.",
  refusals: changeRefusals,
  run: reopenAccessRequest,
});

const resendEndpoint = defineAct({
  name: "resend",
  summary: "Resend an invitation link",
  description:
    "Creates a new token and expires the previous one. If this address was sent four of these emails within an hour, it returns 429 and changes nothing.",
  input: plainActSchema,
  dataExample: { ...exampleApproved, version: 2 },
  message: "Invitation link sent.",
  refusals: [...changeRefusals, "rate_limited"],
  run: resendApproval,
});

const revokeEndpoint = defineAct({
  name: "revoke",
  summary: "Revoke an approval",
  description: "Expires the token and returns the request to the queue. Also revokes the first of two approvals.",
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
