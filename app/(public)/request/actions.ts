"use server";

import { answerQuestion } from "@/lib/core/access/answer-question";
import { requestLinkAgain } from "@/lib/core/access/request-new-invitation";
import { tokenOnlySchema } from "@/lib/values/forms";
import { answerQuestionSchema } from "@/lib/values/request-questions";
import { definePublicAction } from "@/lib/web/define-action";

export const sendAnswer = definePublicAction({ input: answerQuestionSchema, limit: "tokenUse", run: answerQuestion });

export const sendLinkAgain = definePublicAction({
  input: tokenOnlySchema,
  limit: "resendVerification",
  run: requestLinkAgain,
});
