import { z } from "zod";
import { useCaseSchema } from "./forms";
import { paragraph } from "./text";
import { tokenSchema } from "./tokens";

/** What a reviewer wants to know of an applicant before deciding. */
export const askApplicantSchema = z.strictObject({
  question: paragraph(1000).pipe(z.string().min(1, "required")),
  version: z.int().min(0).optional(),
});

/** The applicant's answer, by the link of the mail; `useCase` replaces the one that was sent. */
export const answerQuestionSchema = z.strictObject({
  token: tokenSchema,
  answer: paragraph(2000).pipe(z.string().min(1, "required")),
  useCase: useCaseSchema.optional(),
});

/** The applicant puts the newer version that their page shows in place. */
export const placeNewerWordsSchema = z.strictObject({ token: tokenSchema, resubmissionId: z.uuid() });

export type AskApplicantInput = z.output<typeof askApplicantSchema>;
export type AnswerQuestionInput = z.output<typeof answerQuestionSchema>;
