"use server";

import { answerQuestion } from "@/lib/core/access-requests/answer-question";
import { chooseVersion } from "@/lib/core/access-requests/confirm-request";
import { requestLinkAgain } from "@/lib/core/access-requests/request-new-invitation";
import { tokenOnlySchema } from "@/lib/values/forms";
import { answerQuestionSchema, chooseVersionSchema } from "@/lib/values/request-questions";
import { definePublicAction } from "@/lib/web/define-action";

export const sendAnswer = definePublicAction({ input: answerQuestionSchema, limit: "tokenUse", run: answerQuestion });

export const choose = definePublicAction({ input: chooseVersionSchema, limit: "tokenUse", run: chooseVersion });

export const sendLinkAgain = definePublicAction({
  input: tokenOnlySchema,
  limit: "resendVerification",
  run: requestLinkAgain,
});
