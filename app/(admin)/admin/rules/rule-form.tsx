"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useCall } from "@/components/forms/use-call";
import { useStepUp } from "@/components/shared/step-up";
import { Button } from "@/components/ui/button";
import { SelectField, TextAreaField, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import type { DryRun } from "@/lib/core/access-requests/rules/dry-run";
import type { RuleItem } from "@/lib/core/access-requests/rules/rules";
import { ruleEffects, ruleSubjects } from "@/lib/values/access-rules";
import { DryRunResult } from "./dry-run-result";
import type { RuleActs, RuleForm as Values } from "./rule-types";

interface Props {
  /** Absent for a new rule. */
  rule?: RuleItem;
  save: (form: Values) => Promise<Outcome<unknown>>;
  dryRun: RuleActs["dryRun"];
  onClose: () => void;
  onSaved: (name: string) => void;
}

export function RuleForm({ rule, save, dryRun, onClose, onSaved }: Props) {
  const t = useTranslations("accessRules");
  const common = useTranslations("common");
  const withProof = useStepUp();
  const call = useCall();
  const [run, setRun] = useState<DryRun | null>(null);
  const [isTrying, startTrying] = useTransition();
  const { form, field, formError, setFormError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/access-rules")).accessRuleFormSchema,
    defaultValues: {
      name: rule?.name ?? "",
      subject: rule?.subject ?? "list",
      patterns: rule?.patterns.join("\n") ?? "",
      effect: rule?.effect ?? "hold",
    },
    action: (values) => withProof(() => save(values)),
    onSuccess: (_, values) => onSaved(values.name),
  });
  const { subject, effect } = useWatch({ control: form.control });
  const onTry = () =>
    startTrying(async () => {
      if (!(await form.trigger())) return;
      const draft = { rule: form.getValues(), enabled: true, ...(rule ? { id: rule.id } : {}) };
      const result = await call(() => dryRun({ draft }));
      setFormError(result.ok ? null : result.error);
      setRun(result.ok ? result.value : null);
    });
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <FormError error={formError} problems={problems} />
      <TextField label={t("name")} hint={t("nameHint")} autoFocus autoComplete="off" {...field("name")} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label={t("subject")} {...field("subject")}>
          {ruleSubjects.map((value) => (
            <option key={value} value={value}>
              {t(`subjects.${value}`)}
            </option>
          ))}
        </SelectField>
        <SelectField label={t("effect")} hint={t(`effectsText.${effect ?? "hold"}`)} {...field("effect")}>
          {ruleEffects.map((value) => (
            <option key={value} value={value}>
              {t(`effects.${value}`)}
            </option>
          ))}
        </SelectField>
      </div>
      {subject === "list" ? (
        <TextAreaField
          label={t("patterns")}
          hint={t("patternsHint")}
          rows={4}
          spellCheck={false}
          autoCapitalize="none"
          className="font-mono"
          {...field("patterns")}
        />
      ) : null}
      {effect === "approve" && subject !== "list" ? <Notice tone="warning">{t("wideOpen")}</Notice> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="primary" pending={isPending} pendingLabel={common("saving")}>
          {t("save")}
        </Button>
        <Button size="sm" pending={isTrying} pendingLabel={t("trying")} onClick={onTry}>
          {t("tryDraft")}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          {common("cancel")}
        </Button>
      </div>
      <div aria-live="polite">{run ? <DryRunResult run={run} /> : null}</div>
    </form>
  );
}
