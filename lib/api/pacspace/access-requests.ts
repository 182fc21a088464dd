import { z } from "@hono/zod-openapi";
import { toCsv } from "@/lib/api/http/csv";
import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import { listReviewers } from "@/lib/core/access-requests/approvers";
import { actOnRequests, previewBulk } from "@/lib/core/access-requests/bulk";
import {
  blockApplicant,
  markDuplicate,
  rejectAccessRequest,
  reopenAccessRequest,
  undoDecision,
} from "@/lib/core/access-requests/decide";
import { getAccessRequest } from "@/lib/core/access-requests/detail";
import { eraseAccessRequest } from "@/lib/core/access-requests/erase";
import { exportAccessRequests } from "@/lib/core/access-requests/export";
import {
  copyInvitationLink,
  extendInvitation,
  resendInvitation,
  revokeApproval,
} from "@/lib/core/access-requests/invitation";
import { recordPresence } from "@/lib/core/access-requests/presence";
import { listAccessRequests } from "@/lib/core/access-requests/queue";
import {
  addRequestNote,
  askApplicant,
  assignRequest,
  snoozeRequest,
  wakeRequest,
} from "@/lib/core/access-requests/triage";
import { accessRequest, exampleRequest, type RequestData } from "@/lib/core/access-requests/view";
import { ok } from "@/lib/core/kernel/result";
import { queueFilterSchema } from "@/lib/values/queue";
import { defineReviewerEndpoint } from "./endpoint";
import { get, post } from "./routes";

const exportEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/access-requests/export",
  summary: "Export access requests",
  description:
    "Streams a CSV file with what the list shows for the same filters, in the same order. Internal notes are left out. The export is recorded in the audit log. Requires recent re-authentication.",
  input: queueFilterSchema,
  status: 200,
  data: z.array(accessRequest),
  dataExample: [exampleRequest],
  message: "The access requests as a CSV file.",
  fileTypes: ["text/csv"],
  refusals: ["step_up_required"],
  acts: true,
  async run({ ctx, actor, input }) {
    const exported = exportAccessRequests(ctx, actor, input);
    if (!exported.ok) return exported;
    const day = ctx.clock.now().toISOString().slice(0, 10);
    return ok({
      file: toCsv(csvRows(exported.value), Object.keys(columns)),
      fileType: "text/csv",
      fileName: `access-requests-${day}.csv`,
    });
  },
});

const columns: Record<string, (request: RequestData) => string | undefined> = {
  id: ({ id }) => id,
  email: ({ email }) => email,
  name: ({ name }) => name,
  organization: ({ organization }) => organization,
  buyerMode: ({ buyerMode }) => buyerMode,
  useCase: ({ useCase }) => useCase,
  status: ({ status }) => status,
  domainKind: ({ domainKind }) => domainKind,
  source: ({ source }) => source,
  confirmed: ({ confirmed }) => (confirmed ? "yes" : "no"),
  submittedAt: ({ submittedAt }) => submittedAt.toISOString(),
  snoozedUntil: ({ snoozedUntil }) => snoozedUntil?.toISOString(),
  assignee: ({ assignee }) => assignee?.email,
  decidedAt: ({ decidedAt }) => decidedAt?.toISOString(),
  decidedBy: ({ decidedAt, decidedBy, decidedByRule }) =>
    decidedBy?.email ?? (decidedAt && decidedByRule ? `rule: ${decidedByRule.name}` : undefined),
  rejectionReason: ({ rejectionReason }) => rejectionReason ?? undefined,
  approvalNote: ({ approvalNote }) => approvalNote ?? undefined,
  linkState: ({ tokenState }) => tokenState ?? undefined,
  linkExpiresAt: ({ token }) => token?.expiresAt.toISOString(),
};

async function* csvRows(batches: AsyncIterable<RequestData[]>): AsyncGenerator<Record<string, string>[]> {
  for await (const batch of batches) {
    yield batch.map((request) =>
      Object.fromEntries(Object.entries(columns).map(([name, read]) => [name, read(request) ?? ""])),
    );
  }
}

export const accessRequestEndpoints = [
  // Precedes `{id}`, which would match "export".
  exportEndpoint,
  get("/access-requests", listAccessRequests, "List access requests", {
    description:
      "New requests come oldest first, all others newest first, unless `sort` says otherwise. `q` searches name, email, organization, use case and notes, and `@domain` matches the email domain. `tab` is a tab of the queue: `approved` includes invited, joined and expired. `status` is the stored status. Requests must match all filters. `counts` and `tabs` ignore them.",
    message: "Access requests.",
  }),
  get("/access-requests/{id}", getAccessRequest, "Get an access request", { message: "Access request." }),
  post("/access-requests/{id}/approve", approveAccessRequest, "Approve a request", {
    description:
      "Emails the invitation link. `note` is shown to the applicant, and `version` is the version you read. With `undoable`, the email waits for the undo time from the settings. `joinTenantId` adds the person to an existing organization as `joinRole`, and requires recent re-authentication. Unless you manage that organization, its owners and admins must confirm first. Until then, the status stays and `joinAskedAt` is set. We email the link after one of them confirms. Reviewers can only suggest members, and only for an organization that has verified the domain. If two approvals are required, the first is only recorded. If this address was sent four of these emails within an hour, the approval stands but no email is sent: `token` is null or void, and the timeline says `link_not_mailed`.",
    message: "Request approved.",
  }),
  post("/access-requests/{id}/reject", rejectAccessRequest, "Reject a request", {
    description:
      "With `notify` (the default), the applicant gets an email with the `reason`, if there is one. `internalNote` is only added to the timeline. With `undoable`, the email waits for the undo time from the settings.",
    message: "Request rejected.",
  }),
  post("/access-requests/{id}/undo", undoDecision, "Undo a decision", {
    description: "Until `undoUntil`, this restores the request and cancels its email. After that, revoke or reopen it.",
    message: "Decision undone.",
  }),
  post("/access-requests/{id}/reopen", reopenAccessRequest, "Reopen a request", {
    description: "Reopens a rejected request or an approval that expired unused.",
    message: "Request reopened.",
  }),
  post("/access-requests/{id}/resend", resendInvitation, "Resend an invitation link", {
    description:
      "Creates a new token and expires the previous one. If this address was sent four of these emails within an hour, it returns 429 and changes nothing.",
    message: "Invitation link sent.",
  }),
  post("/access-requests/{id}/revoke", revokeApproval, "Revoke an approval", {
    description: "Expires the token and returns the request to the queue. Also revokes the first of two approvals.",
    message: "Approval revoked.",
  }),
  post("/access-requests/{id}/note", addRequestNote, "Create an internal note", {
    description: "Only reviewers can see it. Search finds it.",
    message: "Note added.",
  }),
  post("/access-requests/{id}/snooze", snoozeRequest, "Snooze a request", {
    description: "Until a time up to a year ahead. The request then returns to the queue.",
    message: "Request snoozed.",
  }),
  post("/access-requests/{id}/wake", wakeRequest, "Unsnooze a request", { message: "Request unsnoozed." }),
  post("/access-requests/{id}/assign", assignRequest, "Assign a request", {
    description: "To a reviewer from GET /reviewers, or to no one with null.",
    message: "Request assigned.",
  }),
  post("/access-requests/{id}/duplicate", markDuplicate, "Mark a request as a duplicate", {
    description: "Closes it in favor of request `ofId` without an email. Undo and reopen work as for a rejection.",
    message: "Request marked as a duplicate.",
  }),
  post("/access-requests/{id}/presence", recordPresence, "Mark a request as viewed", {
    description:
      "Send it every 15 seconds while a reviewer has the request open, and once with `leaving`. Returns who else has it open and its current version. The first call of a day is recorded as a view.",
    message: "Request viewed.",
  }),
  get("/reviewers", listReviewers, "List reviewers", { message: "Reviewers." }),
  post("/access-requests/{id}/ask", askApplicant, "Ask the applicant a question", {
    description:
      'Moves the request to "needs info". The applicant gets an email with a link to answer, unless the settings turn these emails off. The answer returns the request to the queue as a newer version.',
    message: "Question sent.",
  }),
  post("/access-requests/{id}/extend", extendInvitation, "Extend an invitation link", {
    description:
      "By `days`, from its expiry or, if it has expired, from now. The link stays the same and no email is sent.",
    message: "Invitation link extended.",
  }),
  post("/access-requests/{id}/link", copyInvitationLink, "Create an invitation link", {
    description:
      "A second link, valid as long as the emailed one and shown only once. We email the applicant about it. Using the emailed link expires this one. The emailed link stays valid until the email is verified. Unavailable while the approval can be undone. Requires recent re-authentication.",
    message: "Invitation link created.",
  }),
  post("/access-requests/{id}/block", blockApplicant, "Block an applicant's email or domain", {
    description:
      "Adds it to a rule that rejects. A pending request is rejected too, without an email. Public email domains can't be blocked. Requires recent re-authentication.",
    message: "Applicant blocked.",
  }),
  post("/access-requests/{id}/erase", eraseAccessRequest, "Delete an applicant's data", {
    description:
      "Deletes the request with its history, links and emails. `confirmation` is the applicant's email address. An existing account stays. For admins. Requires recent re-authentication.",
    message: "Request deleted.",
  }),
  post("/access-requests/bulk", actOnRequests, "Update up to 100 access requests", {
    description:
      "`action` is approve, reject, snooze, wake, assign, resend or undo, with the same fields as for one request. Each item succeeds or fails on its own, with the code it would get on its own endpoint. More than ten require recent re-authentication.",
    message: "Done.",
  }),
  post("/access-requests/bulk/preview", previewBulk, "Preview a bulk action", {
    description: "Counts what the action would do right now. Changes nothing.",
    message: "Preview.",
  }),
];
