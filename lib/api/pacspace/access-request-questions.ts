import { askApplicant } from "@/lib/core/access-requests/ask-applicant";
import { askApplicantSchema } from "@/lib/values/request-questions";
import { changeRefusals, defineAct } from "./access-request-act";
import type { Endpoint } from "./endpoint";
import { exampleAccessRequest } from "./examples";

const askEndpoint = defineAct({
  name: "ask",
  summary: "Ask the applicant a question",
  description:
    'Moves the request to "needs info". The applicant gets an email with a link to answer, unless the settings turn these emails off. The answer returns the request to the queue as a newer version.',
  input: askApplicantSchema,
  inputExample: { question: "Which models do you want to route to?" },
  dataExample: { ...exampleAccessRequest, status: "needs_info", version: 1 },
  message: "Question sent.",
  refusals: changeRefusals,
  run: askApplicant,
});

export const accessRequestQuestionEndpoints: Endpoint[] = [askEndpoint];
