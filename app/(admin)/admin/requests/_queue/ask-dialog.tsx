"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextAreaField } from "@/components/ui/fields";

interface Props {
  request: { id: string; version: number; name: string };
  templates: { id: string; title: string; text: string }[];
  /** False if the settings turn off mails about questions. */
  isMailed?: boolean;
  ask: (input: { id: string; version: number; question: string }) => Promise<Outcome<unknown>>;
  /** Unsent question, kept from earlier. */
  typed: string;
  onTyped: (question: string) => void;
  focusAfter: () => HTMLElement | null;
  onClose: () => void;
  onDone: () => void;
}

export function AskDialog({ request, templates, isMailed = true, ask, typed, onTyped, focusAfter, ...props }: Props) {
  const t = useTranslations("ask");
  const common = useTranslations("common");
  const { id, version, name } = request;
  const { form, field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/request-questions")).askApplicantSchema,
    defaultValues: { question: typed },
    action: ({ question }) => ask({ id, version, question }),
    onSuccess: () => {
      onTyped("");
      props.onDone();
    },
  });
  const onClose = () => {
    onTyped(form.getValues("question"));
    props.onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} focusAfter={focusAfter} title={t("title", { name })} description={t("text")}>
      <form method="post" noValidate className="grid gap-4" onSubmit={onSubmit}>
        <FormError error={formError} />
        {templates.length > 0 ? (
          <SelectField
            label={t("template")}
            defaultValue=""
            onChange={(event) => {
              const chosen = templates.find((template) => template.id === event.target.value);
              if (chosen) form.setValue("question", chosen.text, { shouldValidate: true });
            }}
          >
            <option value="">{t("ownWords")}</option>
            {templates.map((template) => (
              <option key={template.id} value={template.id}>
                {template.title}
              </option>
            ))}
          </SelectField>
        ) : null}
        <TextAreaField
          label={t("question")}
          hint={t(isMailed ? "effect" : "effectUnmailed", { name })}
          rows={4}
          maxLength={1000}
          autoFocus
          {...field("question")}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("asking")}>
            {t("ask")}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {common("cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
