"use server";

import { addRequestNote } from "@/lib/core/access-requests/add-request-note";
import { approveAccessRequest } from "@/lib/core/access-requests/approve-access-request";
import { askApplicant } from "@/lib/core/access-requests/ask-applicant";
import { assignRequest, listReviewers } from "@/lib/core/access-requests/assign-request";
import { getAccessRequest } from "@/lib/core/access-requests/get-access-request";
import { listAccessRequests } from "@/lib/core/access-requests/list-access-requests";
import { markDuplicate as markAsDuplicate } from "@/lib/core/access-requests/mark-duplicate";
import { rejectAccessRequest } from "@/lib/core/access-requests/reject-access-request";
import { reopenAccessRequest } from "@/lib/core/access-requests/reopen-access-request";
import { resendApproval } from "@/lib/core/access-requests/resend-approval";
import { revokeApproval } from "@/lib/core/access-requests/revoke-approval";
import { snoozeRequest, wakeRequest } from "@/lib/core/access-requests/snooze-request";
import { undoDecision } from "@/lib/core/access-requests/undo-decision";
import { ok } from "@/lib/core/kernel/result";
import { idOnlySchema } from "@/lib/values/forms";
import {
  accessRequestNoteSchema,
  approveAccessRequestSchema,
  assignAccessRequestSchema,
  listAccessRequestsSchema,
  markDuplicateSchema,
  nothingSchema,
  plainActSchema,
  rejectAccessRequestSchema,
  snoozeAccessRequestSchema,
} from "@/lib/values/queue";
import { askApplicantSchema } from "@/lib/values/request-questions";
import { idSchema } from "@/lib/values/tokens";
import { defineReviewerAction } from "@/lib/web/define-action";

export const loadRequests = defineReviewerAction({
  input: listAccessRequestsSchema,
  run: async (ctx, reviewer, input) => ok(await listAccessRequests(ctx, reviewer, input)),
});
export const loadRequest = defineReviewerAction({ input: idOnlySchema, run: getAccessRequest });
export const loadReviewers = defineReviewerAction({
  input: nothingSchema,
  run: async (ctx, reviewer) => ok(await listReviewers(ctx, reviewer)),
});

export const approve = defineReviewerAction({
  input: approveAccessRequestSchema.extend({ id: idSchema }),
  run: approveAccessRequest,
});
export const reject = defineReviewerAction({
  input: rejectAccessRequestSchema.extend({ id: idSchema }),
  run: rejectAccessRequest,
});

export const ask = defineReviewerAction({ input: askApplicantSchema.extend({ id: idSchema }), run: askApplicant });
export const markDuplicate = defineReviewerAction({
  input: markDuplicateSchema.extend({ id: idSchema }),
  run: markAsDuplicate,
});
export const undo = defineReviewerAction({ input: plainActSchema.extend({ id: idSchema }), run: undoDecision });
export const reopen = defineReviewerAction({
  input: plainActSchema.extend({ id: idSchema }),
  run: reopenAccessRequest,
});
export const revoke = defineReviewerAction({ input: plainActSchema.extend({ id: idSchema }), run: revokeApproval });
export const resend = defineReviewerAction({ input: plainActSchema.extend({ id: idSchema }), run: resendApproval });

export const snooze = defineReviewerAction({
  input: snoozeAccessRequestSchema.extend({ id: idSchema }),
  run: snoozeRequest,
});
export const wake = defineReviewerAction({ input: plainActSchema.extend({ id: idSchema }), run: wakeRequest });
export const assign = defineReviewerAction({
  input: assignAccessRequestSchema.extend({ id: idSchema }),
  run: assignRequest,
});
export const addNote = defineReviewerAction({
  input: accessRequestNoteSchema.extend({ id: idSchema }),
  run: addRequestNote,
});
