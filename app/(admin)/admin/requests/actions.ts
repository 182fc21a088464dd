"use server";

import { z } from "zod";
import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import { actOnRequests, previewBulk as previewBulkAct } from "@/lib/core/access-requests/bulk";
import {
  blockApplicant,
  markDuplicate as markDuplicateAct,
  rejectAccessRequest,
  reopenAccessRequest,
  undoDecision,
} from "@/lib/core/access-requests/decide";
import { getAccessRequest } from "@/lib/core/access-requests/detail";
import { eraseAccessRequest } from "@/lib/core/access-requests/erase";
import {
  copyInvitationLink,
  extendInvitation,
  resendInvitation,
  revokeApproval,
} from "@/lib/core/access-requests/invitation";
import { recordPresence } from "@/lib/core/access-requests/presence";
import { previewApproval, sendApprovalSample } from "@/lib/core/access-requests/preview";
import { listAccessRequests } from "@/lib/core/access-requests/queue";
import {
  addRequestNote,
  askApplicant,
  assignRequest,
  snoozeRequest,
  wakeRequest,
} from "@/lib/core/access-requests/triage";
import { requireRecentProof } from "@/lib/core/kernel/actors";
import { defineReviewerAction, serverAction } from "@/lib/web/define-action";

export const loadRequests = serverAction(listAccessRequests);
export const loadRequest = serverAction(getAccessRequest);
export const approve = serverAction(approveAccessRequest);
export const reject = serverAction(rejectAccessRequest);
export const ask = serverAction(askApplicant);
export const markDuplicate = serverAction(markDuplicateAct);
export const undo = serverAction(undoDecision);
export const reopen = serverAction(reopenAccessRequest);
export const revoke = serverAction(revokeApproval);
export const resend = serverAction(resendInvitation);
export const extend = serverAction(extendInvitation);
export const copyLink = serverAction(copyInvitationLink);
export const snooze = serverAction(snoozeRequest);
export const wake = serverAction(wakeRequest);
export const assign = serverAction(assignRequest);
export const addNote = serverAction(addRequestNote);
export const block = serverAction(blockApplicant);
export const erase = serverAction(eraseAccessRequest);
export const bulk = serverAction(actOnRequests);
export const previewBulk = serverAction(previewBulkAct);
export const beat = serverAction(recordPresence);
export const previewMail = serverAction(previewApproval);
export const sendSample = serverAction(sendApprovalSample);
/** Runs before the download, so that the page can ask for re-authentication. */
export const prepareExport = defineReviewerAction({
  input: z.strictObject({}),
  run: async (ctx, reviewer) => requireRecentProof(ctx, reviewer),
});
