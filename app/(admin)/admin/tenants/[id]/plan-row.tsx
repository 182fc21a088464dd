"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/fields";
import { SettingsRow } from "@/components/ui/settings-row";
import { type PlanName, type PlanQuota, planLimits, planNames, planQuotas, plans } from "@/lib/values/plans";

interface Props {
  tenant: { id: string; name: string; plan: PlanName };
  use: Record<PlanQuota, { used: number }>;
  change: (input: { id: string; plan: PlanName }) => Promise<Outcome<unknown>>;
}

export function PlanRow({ tenant, use, change }: Props) {
  const t = useTranslations("tenants");
  const [isOpen, setOpen] = useState(false);
  const { act, error, isPending } = useAct();
  const { id, plan } = tenant;
  return (
    <SettingsRow
      title={t("plan")}
      description={t("current", { plan: planNames[plan], ...planLimits[plan] })}
      state={<Badge tone={plan === "FREE" ? "neutral" : "accent"}>{planNames[plan]}</Badge>}
      action={
        <Button size="sm" pending={isPending} onClick={() => setOpen(true)}>
          {t("change")}
        </Button>
      }
    >
      {error ? <FormError error={error} /> : null}
      {isOpen ? (
        <PlanDialog
          tenant={tenant}
          use={use}
          onClose={() => setOpen(false)}
          onSave={(chosen) => {
            setOpen(false);
            act(() => change({ id, plan: chosen }), t("saved"));
          }}
        />
      ) : null}
    </SettingsRow>
  );
}

type DialogProps = Pick<Props, "tenant" | "use"> & { onClose: () => void; onSave: (plan: PlanName) => void };

function PlanDialog({ tenant, use, onClose, onSave }: DialogProps) {
  const t = useTranslations("tenants");
  const common = useTranslations("common");
  const [plan, setPlan] = useState(tenant.plan);
  const isBelow = planQuotas.some((quota) => use[quota].used > planLimits[plan][quota]);
  return (
    <Dialog open onOpenChange={onClose} title={t("changeTitle", { name: tenant.name })} description={t("changeText")}>
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (plan === tenant.plan) onClose();
          else onSave(plan);
        }}
      >
        <SelectField
          label={t("plan")}
          hint={t("current", { plan: planNames[plan], ...planLimits[plan] })}
          value={plan}
          onChange={(event) => setPlan(plans.find((one) => one === event.target.value) ?? tenant.plan)}
        >
          {plans.map((one) => (
            <option key={one} value={one}>
              {planNames[one]}
            </option>
          ))}
        </SelectField>
        <div aria-live="polite">{isBelow ? <p className="text-sm text-warning">{t("below")}</p> : null}</div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary">
            {t("save")}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {common("cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
