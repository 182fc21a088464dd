"use server";

import { addRequestNote } from "@/lib/core/admin/add-request-note";
import { approveAccessRequest } from "@/lib/core/admin/approve-access-request";
import { askApplicant } from "@/lib/core/admin/ask-applicant";
import { getAccessRequest } from "@/lib/core/admin/get-access-request";
import { listAccessRequests } from "@/lib/core/admin/list-access-requests";
import { rejectAccessRequest } from "@/lib/core/admin/reject-access-request";
import { reopenAccessRequest } from "@/lib/core/admin/reopen-access-request";
import { resendApproval } from "@/lib/core/admin/resend-approval";
import { revokeApproval } from "@/lib/core/admin/revoke-approval";
import { assignRequest, listReviewers } from "@/lib/core/queue/assign-request";
import { markDuplicate as markAsDuplicate } from "@/lib/core/queue/mark-duplicate";
import { snoozeRequest, wakeRequest } from "@/lib/core/queue/snooze-request";
import { undoDecision } from "@/lib/core/queue/undo-decision";
import { ok } from "@/lib/core/result";
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
