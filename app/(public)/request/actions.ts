"use server";

import { answerQuestion, requestLinkAgain } from "@/lib/core/access-requests/applicant";
import { chooseVersion } from "@/lib/core/access-requests/confirm";
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
