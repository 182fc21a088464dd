import type { z } from "zod";
import type { Outcome } from "@/components/forms/outcome";
import type * as queue from "@/lib/values/queue";
import type { BulkPreview, BulkResult, bulkPreviewSchema, bulkSchema } from "@/lib/values/queue-bulk";
import type {
  AccessRequestDetail,
  AccessRequestPage,
  AccessRequestView,
  CopiedLink,
  Presence,
  Reviewer,
} from "@/lib/values/queue-view";
import type { askApplicantSchema } from "@/lib/values/request-questions";

type Act<Input, Value> = (input: Input) => Promise<Outcome<Value>>;
type OnRequest<Schema extends z.ZodType, Value = AccessRequestView> = Act<z.input<Schema> & { id: string }, Value>;

/** What a reviewer can do, given to the queue by its page: the server actions of app/(admin)/admin/requests (actions.ts and more-actions.ts). */
export interface QueueActs {
  loadRequests: Act<z.input<typeof queue.listAccessRequestsSchema>, AccessRequestPage>;
  loadRequest: Act<{ id: string }, AccessRequestDetail>;
  loadReviewers: Act<Record<string, never>, Reviewer[]>;

  approve: OnRequest<typeof queue.approveAccessRequestSchema>;
  reject: OnRequest<typeof queue.rejectAccessRequestSchema>;
  markDuplicate: OnRequest<typeof queue.markDuplicateSchema>;
  /** Within `undoUntil`: takes the decision and its mail back. */
  undo: OnRequest<typeof queue.plainActSchema>;
  /** Brings a rejected one, or an approval that ran out, back to the queue. */
  reopen: OnRequest<typeof queue.plainActSchema>;
  /** Takes an unused approval back, also the first of two. */
  revoke: OnRequest<typeof queue.plainActSchema>;

  /** A question to the applicant; the answer brings the request back. */
  ask: OnRequest<typeof askApplicantSchema>;

  snooze: OnRequest<typeof queue.snoozeAccessRequestSchema>;
  wake: OnRequest<typeof queue.plainActSchema>;
  assign: OnRequest<typeof queue.assignAccessRequestSchema>;
  addNote: OnRequest<typeof queue.accessRequestNoteSchema>;

  /** Mails a new link; earlier ones stop working. */
  resend: OnRequest<typeof queue.plainActSchema>;
  extend: OnRequest<typeof queue.extendApprovalSchema>;
  /** A link to hand over by other means, beside the mailed one. Needs a recent proof. */
  copyLink: Act<{ id: string }, CopiedLink>;
  /** Adds the address or its domain to a rule that rejects; rejects the request, when it waits, without a mail. */
  block: OnRequest<typeof queue.blockApplicantSchema>;
  /** Removes what is kept of the applicant. Admins only; needs a recent proof. */
  erase: Act<z.input<typeof queue.eraseAccessRequestSchema> & { id: string }, undefined>;

  bulk: Act<z.input<typeof bulkSchema>, BulkResult>;
  previewBulk: Act<z.input<typeof bulkPreviewSchema>, BulkPreview>;

  /** Before the download of the list. Needs a recent proof. */
  prepareExport: Act<Record<string, never>, unknown>;

  /** Every 15 seconds while a request is open, and once with `leaving`. */
  beat: OnRequest<typeof queue.presenceSchema, Presence>;
}
