import type { QueueActs } from "@/app/(admin)/admin/requests/_queue/queue-acts";
import * as acts from "./actions";
import * as more from "./more-actions";
import * as preview from "./preview-actions";

/** What the queue is given to act with, by the names that it knows. */
export const queueActs: QueueActs = {
  loadRequests: acts.loadRequests,
  loadRequest: acts.loadRequest,
  loadReviewers: acts.loadReviewers,
  approve: acts.approve,
  reject: acts.reject,
  ask: acts.ask,
  markDuplicate: acts.markDuplicate,
  undo: acts.undo,
  reopen: acts.reopen,
  revoke: acts.revoke,
  resend: acts.resend,
  snooze: acts.snooze,
  wake: acts.wake,
  assign: acts.assign,
  addNote: acts.addNote,
  extend: more.extend,
  copyLink: more.copyLink,
  block: more.block,
  erase: more.erase,
  bulk: more.bulk,
  previewBulk: more.previewBulk,
  prepareExport: more.prepareExport,
  beat: more.beat,
};

export const previews = { look: preview.look, send: preview.send };
