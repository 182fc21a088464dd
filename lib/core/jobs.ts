import { receiveAnswer, receiveRequest } from "./access/receive-request";
import { recordSubmission, type Submission } from "./access/request-access";
import { mailPasswordReset } from "./account/request-password-reset";
import { type AppContext, forRequest } from "./context";
import { type AttemptsNotice, mailAttemptsFailed } from "./login/mail-attempts-failed";
import { mailSignInLink } from "./login/sign-in-link";
import type { JobRequest } from "./ports";
import { mailVerification } from "./signup/resend-verification-email";
import { deliverWebhook } from "./webhooks/deliver-webhook";

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

/** Does one job. Throws when it should be tried again; doing it twice does no harm, and mails nothing twice. */
export async function runJob(app: AppContext, job: QueuedJob): Promise<void> {
  const ctx = forRequest(app, job.request);
  switch (job.name) {
    case "record-access-request":
      return recordSubmission(ctx, job.submission);
    case "receive-access-request":
      return receiveRequest(ctx, job);
    case "receive-answer":
      return receiveAnswer(ctx, job);
    case "mail-password-reset":
      return mailPasswordReset(ctx, job);
    case "mail-verification":
      return mailVerification(ctx, job);
    case "mail-sign-in-link":
      return mailSignInLink(ctx, job.userId);
    case "mail-attempts-failed":
      return mailAttemptsFailed(ctx, job);
    case "deliver-webhook":
      return deliverWebhook(ctx, job.deliveryId);
  }
}
