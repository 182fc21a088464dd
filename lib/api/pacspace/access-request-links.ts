import { blockApplicant } from "@/lib/core/access-requests/block-applicant";
import { copyApprovalLink } from "@/lib/core/access-requests/copy-link";
import { eraseAccessRequest } from "@/lib/core/access-requests/erase-request";
import { extendApproval } from "@/lib/core/access-requests/extend-approval";
import { ok } from "@/lib/core/kernel/result";
import { blockApplicantSchema, eraseAccessRequestSchema, extendApprovalSchema } from "@/lib/values/queue";
import { changeRefusals, defineAct, exampleApproved, exampleReviewer } from "./access-request-act";
import { defineAdminEndpoint, defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest, exampleMoment } from "./examples";
import { emptyData, nothing } from "./schemas";
import { copiedLinkSchema } from "./schemas-queue";

const extendEndpoint = defineAct({
  name: "extend",
  summary: "Extend an invitation link",
  description:
    "By `days`, from its expiry or, if it has expired, from now. The link stays the same and no email is sent.",
  input: extendApprovalSchema,
  inputExample: { days: 7 },
  dataExample: { ...exampleApproved, version: 2 },
  message: "Invitation link extended.",
  refusals: [...changeRefusals, "token_invalid"],
  run: extendApproval,
});

const linkEndpoint = defineReviewerEndpoint({
  method: "post",
  path: "/access-requests/{id}/link",
  summary: "Create an invitation link",
  description:
    "A second link, valid as long as the emailed one and shown only once. We email the applicant about it. Using the emailed link expires this one. The emailed link stays valid until the email is verified. Unavailable while the approval can be undone. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: copiedLinkSchema,
  dataExample: { url: "https://app.example.com/signup?token=Zm95ZXItZXhhbXBsZQ", expiresAt: exampleMoment },
  message: "Invitation link created.",
  refusals: [...changeRefusals, "step_up_required", "token_invalid", "undo_open"],
  async run({ ctx, actor, id }) {
    const copied = await copyApprovalLink(ctx, actor, { id });
    if (!copied.ok) return copied;
    const { expiresAt, url } = copied.value;
    return ok({ data: { url, expiresAt: expiresAt.toISOString() } });
  },
});

const blockEndpoint = defineAct({
  name: "block",
  summary: "Block an applicant's email or domain",
  description:
    "Adds it to a rule that rejects. A pending request is rejected too, without an email. Public email domains can't be blocked. Requires recent re-authentication.",
  input: blockApplicantSchema,
  inputExample: { what: "address" },
  dataExample: {
    ...exampleAccessRequest,
    ...{ status: "rejected", version: 1, decidedAt: exampleMoment, decidedBy: exampleReviewer },
  },
  message: "Applicant blocked.",
  refusals: [...changeRefusals, "step_up_required", "validation_failed"],
  run: blockApplicant,
});

const eraseEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/access-requests/{id}/erase",
  summary: "Delete an applicant's data",
  description:
    "Deletes the request with its history, links and emails. `confirmation` is the applicant's email address. An existing account stays. For admins. Requires recent re-authentication.",
  input: eraseAccessRequestSchema,
  inputExample: { confirmation: "jane@company.com" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Request deleted.",
  refusals: ["not_found", "admin_required", "step_up_required", "validation_failed"],
  async run({ ctx, actor, input, id }) {
    const erased = await eraseAccessRequest(ctx, actor, { ...input, id });
    return erased.ok ? ok({ data: null }) : erased;
  },
});

export const accessRequestLinkEndpoints: Endpoint[] = [extendEndpoint, linkEndpoint, blockEndpoint, eraseEndpoint];
