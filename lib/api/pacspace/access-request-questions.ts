import { askApplicant } from "@/lib/core/admin/ask-applicant";
import { askApplicantSchema } from "@/lib/values/request-questions";
import { changeRefusals, defineAct } from "./access-request-act";
import type { Endpoint } from "./endpoint";
import { exampleAccessRequest } from "./examples";

const askEndpoint = defineAct({
  name: "ask",
  summary: "Ask the applicant for more",
  description:
    "The request waits for the applicant. The question is mailed with a link to the page that takes the answer, unless the settings say that questions are not mailed; the answer brings the request back to the queue as a newer version.",
  input: askApplicantSchema,
  inputExample: { question: "Which models do you want to route to?" },
  dataExample: { ...exampleAccessRequest, status: "needs_info", version: 1 },
  message: "Question asked.",
  refusals: changeRefusals,
  run: askApplicant,
});

export const accessRequestQuestionEndpoints: Endpoint[] = [askEndpoint];
