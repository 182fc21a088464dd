"use server";

import { answerQuestion } from "@/lib/core/access/answer-question";
import { placeNewerWords } from "@/lib/core/access/confirm-request";
import { requestLinkAgain } from "@/lib/core/access/request-new-invitation";
import { tokenOnlySchema } from "@/lib/values/forms";
import { answerQuestionSchema, placeNewerWordsSchema } from "@/lib/values/request-questions";
import { definePublicAction } from "@/lib/web/define-action";

export const sendAnswer = definePublicAction({ input: answerQuestionSchema, limit: "tokenUse", run: answerQuestion });

export const placeNewer = definePublicAction({ input: placeNewerWordsSchema, limit: "tokenUse", run: placeNewerWords });

export const sendLinkAgain = definePublicAction({
  input: tokenOnlySchema,
  limit: "resendVerification",
  run: requestLinkAgain,
});
