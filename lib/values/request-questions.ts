import { z } from "zod";
import { useCaseSchema } from "./forms";
import { paragraph } from "./text";
import { tokenSchema } from "./tokens";

export const askApplicantSchema = z.strictObject({
  question: paragraph(1000).pipe(z.string().min(1, "required")),
  version: z.int().min(0).optional(),
});

/** `useCase` replaces the submitted one. */
export const answerQuestionSchema = z.strictObject({
  token: tokenSchema,
  answer: paragraph(2000).pipe(z.string().min(1, "required")),
  useCase: useCaseSchema.optional(),
});

export const chooseVersionSchema = z.strictObject({ token: tokenSchema, versionId: z.uuid() });

export const confirmRequestSchema = chooseVersionSchema.partial({ versionId: true });

export type AnswerQuestionInput = z.output<typeof answerQuestionSchema>;
export type ChooseVersionInput = z.output<typeof chooseVersionSchema>;
export type ConfirmRequestInput = z.output<typeof confirmRequestSchema>;
