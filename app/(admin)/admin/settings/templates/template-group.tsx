"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { useEditing } from "@/components/shared/use-editing";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TextAreaField, TextField } from "@/components/ui/fields";
import { SettingsGroup, SettingsRow } from "@/components/ui/settings-row";
import { toast } from "@/components/ui/toast";
import type { ReplyTemplateKindValue } from "@/lib/values/settings";

interface Words {
  title: string;
  text: string;
}
interface Item extends Words {
  id: string;
  isDefault: boolean;
}

export interface TemplateActs {
  create: (input: Words & { kind: ReplyTemplateKindValue }) => Promise<Outcome<unknown>>;
  update: (input: Words & { id: string }) => Promise<Outcome<unknown>>;
  remove: (input: { id: string }) => Promise<Outcome<unknown>>;
}

export function TemplateGroup(props: { kind: ReplyTemplateKindValue; templates: Item[]; acts: TemplateActs }) {
  const { kind, templates, acts } = props;
  const t = useTranslations("settings.templates");
  const adding = useEditing();
  return (
    <div className="grid gap-3">
      <SettingsGroup title={t(`kinds.${kind}`)} description={t(`kindsText.${kind}`)}>
        {templates.map((template) => (
          <TemplateRow key={template.id} kind={kind} template={template} acts={acts} />
        ))}
      </SettingsGroup>
      {adding.isEditing ? (
        <div className="rounded border bg-surface p-5">
          <WordsForm
            words={{ title: "", text: "" }}
            save={(words) => acts.create({ kind, ...words })}
            onSaved={adding.saved}
            onCancel={adding.cancel}
          />
        </div>
      ) : (
        <Button
          ref={adding.opener}
          size="sm"
          className="justify-self-start"
          aria-label={`${t("add")}: ${t(`kinds.${kind}`)}`}
          onClick={adding.open}
        >
          {t("add")}
        </Button>
      )}
    </div>
  );
}

function TemplateRow({ kind, template, acts }: { kind: ReplyTemplateKindValue; template: Item; acts: TemplateActs }) {
  const t = useTranslations("settings.templates");
  const router = useRouter();
  const withProof = useStepUp();
  const editing = useEditing();
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const { id, title, text, isDefault } = template;
  const onRemove = () =>
    startTransition(async () => {
      const result = await withProof(() => acts.remove({ id }));
      setError(result.ok ? null : result.error);
      if (result.ok) toast(t("removed", { title }));
      router.refresh();
    });
  const label = t(isDefault ? "adapt" : "edit");
  return (
    <SettingsRow
      title={title}
      description={<span className="wrap-anywhere whitespace-pre-line">{text}</span>}
      className={editing.wasSaved ? "flash" : ""}
      state={isDefault ? <Badge>{t("default")}</Badge> : null}
      action={
        editing.isEditing ? null : (
          <>
            <Button ref={editing.opener} size="sm" aria-label={`${label}: ${title}`} onClick={editing.open}>
              {label}
            </Button>
            {isDefault ? null : (
              <Button
                size="sm"
                variant="ghost"
                pending={isPending}
                aria-label={`${t("remove")}: ${title}`}
                onClick={onRemove}
              >
                {t("remove")}
              </Button>
            )}
          </>
        )
      }
    >
      {error ? <FormError error={error} /> : null}
      {editing.isEditing ? (
        <WordsForm
          words={{ title, text }}
          save={(words) => (isDefault ? acts.create({ kind, ...words }) : acts.update({ id, ...words }))}
          onSaved={editing.saved}
          onCancel={editing.cancel}
        />
      ) : null}
    </SettingsRow>
  );
}

interface FormProps {
  words: Words;
  save: (words: Words) => Promise<Outcome<unknown>>;
  onSaved: () => void;
  onCancel: () => void;
}

function WordsForm({ words, save, onSaved, onCancel }: FormProps) {
  const t = useTranslations("settings.templates");
  const common = useTranslations("common");
  const withProof = useStepUp();
  const { field, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/settings")).replyTemplateSchema.omit({ kind: true }),
    defaultValues: words,
    action: (values) => withProof(() => save(values)),
    onSuccess: onSaved,
  });
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <FormError error={formError} problems={problems} />
      <TextField label={t("name")} hint={t("nameHint")} autoFocus autoComplete="off" {...field("title")} />
      <TextAreaField label={t("words")} rows={4} maxLength={1000} {...field("text")} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="primary" pending={isPending} pendingLabel={common("saving")}>
          {common("save")}
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
