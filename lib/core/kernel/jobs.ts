import type { RequestAccessInput } from "@/lib/values/forms";
import type { RequestSource } from "@/lib/values/queue";
import type { Transaction } from "./database";
import type { JobRequest } from "./ports";

export interface Submission {
  /** Makes recording idempotent. */
  id: string;
  /** ISO 8601. */
  at: string;
  input: RequestAccessInput & { source: RequestSource };
  /** False: the mailbox was emailed within the hour. */
  mayMail: boolean;
}

export type AttemptsNotice = "attempts-failed" | "second-factor-paused";

/** Work done after the answer. `request`: see `jobRequest`. */
export type CoreJob =
  | { name: "record-access-request"; submission: Submission; request: JobRequest }
  | { name: "receive-access-request"; email: string; isNew: boolean; request: JobRequest }
  | { name: "receive-answer"; id: string; request: JobRequest }
  | { name: "mail-password-reset"; email: string; request: JobRequest }
  | { name: "mail-verification"; email: string; request: JobRequest }
  | { name: "mail-sign-in-link"; userId: string; request: JobRequest }
  | { name: "mail-attempts-failed"; userId: string; notice: AttemptsNotice; request: JobRequest }
  | { name: "deliver-webhook"; deliveryId: string; request: JobRequest };

/** `once`: random id, absent in jobs of older versions. */
export type QueuedJob = CoreJob & { once?: string };

export interface Jobs {
  /**
   * Queues work for after the commit, so an act's duration doesn't tell whether an address is known. Replaces a waiting
   * job with the same key.
   */
  enqueue(tx: Transaction, job: CoreJob, options?: { runAt?: Date; key?: string }): Promise<void>;
}
