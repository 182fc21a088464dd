"use server";

import { blockApplicant } from "@/lib/core/access-requests/block-applicant";
import { actOnRequests } from "@/lib/core/access-requests/bulk";
import { copyApprovalLink } from "@/lib/core/access-requests/copy-link";
import { eraseAccessRequest } from "@/lib/core/access-requests/erase-request";
import { extendApproval } from "@/lib/core/access-requests/extend-approval";
import { beat as recordBeat } from "@/lib/core/access-requests/presence";
import { previewBulk as countBulk } from "@/lib/core/access-requests/preview-bulk";
import { requireRecentProof } from "@/lib/core/kernel/actors";
import { idOnlySchema } from "@/lib/values/forms";
import {
  blockApplicantSchema,
  eraseAccessRequestSchema,
  extendApprovalSchema,
  nothingSchema,
  presenceSchema,
} from "@/lib/values/queue";
import { bulkPreviewSchema, bulkSchema } from "@/lib/values/queue-bulk";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction, defineReviewerAction } from "@/lib/web/define-action";

export const extend = defineReviewerAction({
  input: extendApprovalSchema.extend({ id: idSchema }),
  run: extendApproval,
});
export const copyLink = defineReviewerAction({ input: idOnlySchema, run: copyApprovalLink });
export const block = defineReviewerAction({
  input: blockApplicantSchema.extend({ id: idSchema }),
  run: blockApplicant,
});
export const erase = defineAdminAction({
  input: eraseAccessRequestSchema.extend({ id: idSchema }),
  run: eraseAccessRequest,
});

export const bulk = defineReviewerAction({ input: bulkSchema, run: actOnRequests });
export const previewBulk = defineReviewerAction({ input: bulkPreviewSchema, run: countBulk });
/** Called before the download, so that the page can ask for a proof in place. */
export const prepareExport = defineReviewerAction({
  input: nothingSchema,
  run: async (ctx, reviewer) => requireRecentProof(ctx, reviewer),
});
export const beat = defineReviewerAction({ input: presenceSchema.extend({ id: idSchema }), run: recordBeat });
