"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useStepUp } from "@/components/shared/step-up";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { RuleItem } from "@/lib/core/access-requests/rules/rules";
import { RuleForm } from "./rule-form";
import { RuleRow } from "./rule-row";
import type { RuleActs } from "./rule-types";

export function RuleList({ rules, acts }: { rules: RuleItem[]; acts: RuleActs }) {
  const t = useTranslations("accessRules");
  const router = useRouter();
  const withProof = useStepUp();
  const adding = useEditing();
  const [error, setError] = useState<Refusal | null>(null);
  const [said, setSaid] = useState("");
  const [isPending, startTransition] = useTransition();

  const run = (act: () => Promise<Outcome<unknown>>, done: string) =>
    startTransition(async () => {
      const result = await withProof(act);
      setError(result.ok ? null : result.error);
      if (result.ok) setSaid(done);
      router.refresh();
    });

  const move = (index: number, by: 1 | -1) => {
    const ids = rules.map(({ id }) => id);
    const [moved] = ids.splice(index, 1);
    if (isPending || moved === undefined || index + by < 0 || index + by > ids.length) return;
    ids.splice(index + by, 0, moved);
    const name = rules[index]?.name ?? "";
    run(() => acts.reorder({ ids }), t("moved", { name, position: index + by + 1, count: rules.length }));
  };

  return (
    <section aria-label={t("list")} className="grid gap-3">
      <FormError error={error} />
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      {rules.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{t("empty")}</p>
      ) : (
        <ol className="rounded border bg-surface">
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              position={index + 1}
              isLast={index === rules.length - 1}
              acts={acts}
              onMove={(by) => move(index, by)}
              onTurn={() =>
                run(
                  () => acts.turn({ id: rule.id, enabled: !rule.enabled }),
                  t(rule.enabled ? "turnedOff" : "turnedOn", { name: rule.name }),
                )
              }
              onRemove={() => run(() => acts.remove({ id: rule.id }), t("removed", { name: rule.name }))}
            />
          ))}
        </ol>
      )}
      {adding.isEditing ? (
        <div className="rise rounded border bg-surface p-5">
          <h2 className="mb-4">{t("new")}</h2>
          <RuleForm
            save={acts.create}
            dryRun={acts.dryRun}
            onClose={adding.cancel}
            onSaved={(name) => {
              toast(t("added", { name }));
              adding.saved();
            }}
          />
        </div>
      ) : (
        <Button ref={adding.opener} className="justify-self-start" onClick={adding.open}>
          {t("new")}
        </Button>
      )}
    </section>
  );
}
