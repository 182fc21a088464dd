import { blockApplicant } from "@/lib/core/queue/block-applicant";
import { copyApprovalLink } from "@/lib/core/queue/copy-link";
import { eraseAccessRequest } from "@/lib/core/queue/erase-request";
import { extendApproval } from "@/lib/core/queue/extend-approval";
import { ok } from "@/lib/core/result";
import { blockApplicantSchema, eraseAccessRequestSchema, extendApprovalSchema } from "@/lib/values/queue";
import { changeRefusals, defineAct, exampleApproved, exampleReviewer } from "./access-request-act";
import { defineAdminEndpoint, defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest, exampleMoment } from "./examples";
import { emptyData, nothing } from "./schemas";
import { copiedLinkSchema } from "./schemas-queue";

const extendEndpoint = defineAct({
  name: "extend",
  summary: "Let a sign-up link work longer",
  description:
    "By `days`, counted from its end or, when that is over, from now. The link stays the same; nobody is mailed.",
  input: extendApprovalSchema,
  inputExample: { days: 7 },
  dataExample: { ...exampleApproved, version: 2 },
  message: "Approval extended.",
  refusals: [...changeRefusals, "token_invalid"],
  run: extendApproval,
});

const linkEndpoint = defineReviewerEndpoint({
  method: "post",
  path: "/access-requests/{id}/link",
  summary: "Make a sign-up link to hand over",
  description:
    "Beside the mailed one and as long-lived; shown this once. The first that is used ends the others. Needs a recent proof.",
  input: nothing,
  status: 200,
  data: copiedLinkSchema,
  dataExample: { url: "https://app.example.com/signup?token=Zm95ZXItZXhhbXBsZQ", expiresAt: exampleMoment },
  message: "Link made.",
  refusals: [...changeRefusals, "step_up_required", "token_invalid"],
  async run({ ctx, actor, id }) {
    const copied = await copyApprovalLink(ctx, actor, { id });
    if (!copied.ok) return copied;
    const { expiresAt, url } = copied.value;
    return ok({ data: { url, expiresAt: expiresAt.toISOString() } });
  },
});

const blockEndpoint = defineAct({
  name: "block",
  summary: "Block an applicant's address or domain",
  description:
    "Adds it to a rule that rejects, and rejects this request, when it waits, without a mail. Free-mail domains are refused.",
  input: blockApplicantSchema,
  inputExample: { what: "address" },
  dataExample: {
    ...exampleAccessRequest,
    ...{ status: "rejected", version: 1, decidedAt: exampleMoment, decidedBy: exampleReviewer },
  },
  message: "Applicant blocked.",
  refusals: [...changeRefusals, "validation_failed"],
  run: blockApplicant,
});

const eraseEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/access-requests/{id}/erase",
  summary: "Erase what is kept of an applicant",
  description:
    "The request with its history, links and mails. `confirmation` is its address. An account of the person stays. For admins, with a recent proof.",
  input: eraseAccessRequestSchema,
  inputExample: { confirmation: "jane@company.com" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Request erased.",
  refusals: ["not_found", "step_up_required", "validation_failed"],
  async run({ ctx, actor, input, id }) {
    const erased = await eraseAccessRequest(ctx, actor, { ...input, id });
    return erased.ok ? ok({ data: null }) : erased;
  },
});

export const accessRequestLinkEndpoints: Endpoint[] = [extendEndpoint, linkEndpoint, blockEndpoint, eraseEndpoint];
