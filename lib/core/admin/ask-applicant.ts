import type { AskApplicantInput } from "@/lib/values/request-questions";
import { requestUrl } from "../access/request-link";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Result } from "../result";
import { getSettings } from "../settings/get-settings";
import type { AccessRequestView } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";

/**
 * Asks the applicant something before a decision. The request waits for them; the answer brings it back. The question
 * stands on the applicant's page, and is mailed unless the settings say otherwise.
 */
export function askApplicant(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { id, version, question }: AskApplicantInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, reviewer, {
    id,
    version,
    from: undecided,
    data: { status: "NEEDS_INFO", question, snoozedUntil: null },
    event: { kind: "question_asked", text: question },
    action: "access_request.question_asked",
    effect: async (tx, request) => {
      if (!(await getSettings(ctx, tx)).mailsQuestions) return;
      const { email, name, organization, locale } = request;
      await ctx.mailer.enqueue(
        tx,
        {
          template: "more-information",
          to: email,
          locale,
          props: { name, organization, question, url: requestUrl(ctx, id) },
        },
        { accessRequestId: id },
      );
    },
  });
}
