"use server";

import { addRequestNote } from "@/lib/core/admin/add-request-note";
import { approveAccessRequest } from "@/lib/core/admin/approve-access-request";
import { listAccessRequests } from "@/lib/core/admin/list-access-requests";
import { rejectAccessRequest } from "@/lib/core/admin/reject-access-request";
import { reopenAccessRequest } from "@/lib/core/admin/reopen-access-request";
import { resendApproval } from "@/lib/core/admin/resend-approval";
import { revokeApproval } from "@/lib/core/admin/revoke-approval";
import { ok } from "@/lib/core/result";
import {
  accessRequestNoteSchema,
  approveAccessRequestSchema,
  idOnlySchema,
  listAccessRequestsSchema,
  rejectAccessRequestSchema,
} from "@/lib/values/forms";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction } from "@/lib/web/define-action";

export const loadRequests = defineAdminAction({
  input: listAccessRequestsSchema,
  run: async (ctx, admin, input) => ok(await listAccessRequests(ctx, admin, input)),
});

export const approve = defineAdminAction({
  input: approveAccessRequestSchema.extend({ id: idSchema }),
  run: approveAccessRequest,
});

export const reject = defineAdminAction({
  input: rejectAccessRequestSchema.extend({ id: idSchema }),
  run: rejectAccessRequest,
});

export const reopen = defineAdminAction({ input: idOnlySchema, run: reopenAccessRequest });
export const resend = defineAdminAction({ input: idOnlySchema, run: resendApproval });
export const revoke = defineAdminAction({ input: idOnlySchema, run: revokeApproval });

export const addNote = defineAdminAction({
  input: accessRequestNoteSchema.extend({ id: idSchema }),
  run: addRequestNote,
});
