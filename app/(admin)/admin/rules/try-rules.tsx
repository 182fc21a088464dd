"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import type { DryRun } from "@/lib/core/access-requests/rules/dry-run";
import { DryRunResult } from "./dry-run-result";
import type { RuleActs } from "./rule-types";

export function TryRules({ dryRun }: { dryRun: RuleActs["dryRun"] }) {
  const t = useTranslations("accessRules");
  const [run, setRun] = useState<DryRun | null>(null);
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/access-rules")).addressToTestSchema,
    defaultValues: { email: "" },
    action: dryRun,
    onSuccess: setRun,
  });
  return (
    <section className="grid gap-3">
      <div>
        <h2>{t("try")}</h2>
        <p className="text-muted text-sm">{t("tryText")}</p>
      </div>
      <form method="post" noValidate className="grid gap-4 rounded border bg-surface p-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <TextField label={t("address")} type="email" inputMode="email" autoComplete="off" {...field("email")} />
        <Button type="submit" className="justify-self-start" pending={isPending} pendingLabel={t("trying")}>
          {t("tryIt")}
        </Button>
        <div aria-live="polite">{run ? <DryRunResult run={run} /> : null}</div>
      </form>
    </section>
  );
}
