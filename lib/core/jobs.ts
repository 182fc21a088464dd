import { mailPasswordReset } from "./account/request-password-reset";
import { type AppContext, forRequest } from "./context";
import type { RequestMeta } from "./ports";
import { mailVerification } from "./signup/resend-verification-email";

/** Work that is done after the answer. `request` is the one that asked, for mails and the audit log. */
export type CoreJob =
  | { name: "mail-password-reset"; email: string; request: RequestMeta }
  | { name: "mail-verification"; email: string; request: RequestMeta };

/** Does one job. Throws when it should be tried again; doing it twice does no harm. */
export async function runJob(app: AppContext, job: CoreJob): Promise<void> {
  const ctx = forRequest(app, job.request);
  switch (job.name) {
    case "mail-password-reset":
      return mailPasswordReset(ctx, job.email);
    case "mail-verification":
      return mailVerification(ctx, job.email);
  }
}
