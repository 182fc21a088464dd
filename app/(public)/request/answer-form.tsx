"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { Statement } from "../statement";
import { sendAnswer } from "./actions";

interface Props {
  token: string;
  useCase: string;
  children: ReactNode;
  after: ReactNode;
}

export function AnswerForm({ token, useCase, children, after }: Props) {
  const t = useTranslations("ownRequest");
  const [isDone, setDone] = useState(false);
  const { field, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/request-questions")).answerQuestionSchema,
    defaultValues: { token, answer: "", useCase },
    action: sendAnswer,
    onSuccess: () => setDone(true),
  });
  if (isDone) {
    return (
      <Arrival>
        {after}
        <Statement title={t("answeredTitle")} text={t("answeredText")} />
      </Arrival>
    );
  }
  return (
    <>
      {children}
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} problems={problems} />
        <TextAreaField label={t("answer")} rows={4} {...field("answer")} />
        <TextAreaField label={t("useCase")} hint={t("useCaseHint")} rows={4} {...field("useCase")} />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("sending")}>
          {t("send")}
        </Button>
      </form>
    </>
  );
}
