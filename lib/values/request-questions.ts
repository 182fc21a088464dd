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

/** The applicant chooses one of the versions that their page shows. */
export const chooseVersionSchema = z.strictObject({ token: tokenSchema, versionId: z.uuid() });

/** The same from the link that asks to confirm. Absent: there is one version. */
export const confirmRequestSchema = chooseVersionSchema.partial({ versionId: true });

export type AskApplicantInput = z.output<typeof askApplicantSchema>;
export type AnswerQuestionInput = z.output<typeof answerQuestionSchema>;
export type ChooseVersionInput = z.output<typeof chooseVersionSchema>;
export type ConfirmRequestInput = z.output<typeof confirmRequestSchema>;
