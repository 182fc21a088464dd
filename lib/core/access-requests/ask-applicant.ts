import type { AccessRequest } from "@/generated/prisma/client";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { AskApplicantInput } from "@/lib/values/request-questions";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";
import { requestUrl } from "./request-link";

/**
 * Asks the applicant something before a decision. The request waits for them; the answer brings it back. The question
 * stands on the applicant's page, and is mailed unless the settings say otherwise.
 */
export function askApplicant(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { id, version, question }: AskApplicantInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, reviewer, { id, version, from: undecided }, async (tx) =>
    ok({
      data: { status: "NEEDS_INFO", question, snoozedUntil: null, undoUntil: null, undoTo: null },
      events: [{ kind: "question_asked", text: question }],
      action: "access_request.question_asked",
      effect: (request) => mailQuestion(ctx, tx, request, question),
    }),
  );
}

async function mailQuestion(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  question: string,
): Promise<void> {
  if (!(await getSettings(ctx, tx)).mailsQuestions) return;
  const { id, email, name, organization, locale } = request;
  const props = { name, organization, question, url: requestUrl(ctx, id) };
  await ctx.mailer.enqueue(tx, { template: "more-information", to: email, locale, props }, { accessRequestId: id });
}
