import type { RequestAccessInput } from "@/lib/values/forms";
import type { RequestSource } from "@/lib/values/queue";
import type { Transaction } from "./database";
import type { JobRequest } from "./ports";

/** What an applicant sent, and when. A job keeps it until it is recorded. */
export interface Submission {
  /** One a submission: recording it twice is recording it once. */
  id: string;
  /** ISO 8601. */
  at: string;
  input: RequestAccessInput & { source: RequestSource };
  /** False: the mailbox was mailed within the hour. */
  mayMail: boolean;
}

/** What the owner is emailed about. */
export type AttemptsNotice = "attempts-failed" | "second-factor-paused";

/** Work that is done after the answer. `request` is the one that asked, for mails and the audit log: `jobRequest`. */
export type CoreJob =
  | { name: "record-access-request"; submission: Submission; request: JobRequest }
  | { name: "receive-access-request"; email: string; isNew: boolean; request: JobRequest }
  | { name: "receive-answer"; id: string; request: JobRequest }
  | { name: "mail-password-reset"; email: string; request: JobRequest }
  | { name: "mail-verification"; email: string; request: JobRequest }
  | { name: "mail-sign-in-link"; userId: string; request: JobRequest }
  | { name: "mail-attempts-failed"; userId: string; notice: AttemptsNotice; request: JobRequest }
  | { name: "deliver-webhook"; deliveryId: string; request: JobRequest };

/** As it waits in the queue. `once` is a random id of this one job; absent: it was queued by a version that gave none. */
export type QueuedJob = CoreJob & { once?: string };

export interface Jobs {
  /**
   * Writes work into the durable queue, with an id of its own (`QueuedJob.once`); it is done by core/background/jobs.ts soon after the transaction commits. For acts whose
   * duration would tell a stranger whether an address is known. Of two with the same key that wait, the later stays.
   */
  enqueue(tx: Transaction, job: CoreJob, options?: { runAt?: Date; key?: string }): Promise<void>;
}
