"use server";

import { previewApproval, sendApprovalSample } from "@/lib/core/access-requests/preview-approval";
import { approvalPreviewSchema } from "@/lib/values/approval-preview";
import { defineReviewerAction } from "@/lib/web/define-action";

export const look = defineReviewerAction({ input: approvalPreviewSchema, run: previewApproval });
export const send = defineReviewerAction({ input: approvalPreviewSchema, run: sendApprovalSample });
