import { receiveAnswer, receiveRequest } from "../access-requests/notices";
import { recordSubmission } from "../access-requests/submit";
import { mailPasswordReset } from "../accounts/password";
import { mailVerification } from "../accounts/sign-up/registration-mail";
import { type AppContext, forRequest } from "../kernel/context";
import type { QueuedJob } from "../kernel/jobs";
import { mailAttemptsFailed } from "../sign-in/failed-attempts";
import { mailSignInLink } from "../sign-in/sign-in-link";
import { deliverWebhook } from "../webhooks/deliver-webhook";

/** Idempotent. Throws if the job should be retried. */
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
