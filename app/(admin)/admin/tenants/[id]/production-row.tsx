"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  tenant: { id: string; name: string; isActive: boolean };
  change: (input: { id: string; production: "active" | "none" }) => Promise<Outcome<unknown>>;
}

export function ProductionRow({ tenant, change }: Props) {
  const t = useTranslations("tenants");
  const common = useTranslations("common");
  const { act, error, isPending } = useAct();
  const [isAsked, setAsked] = useState(false);
  const { id, name, isActive } = tenant;
  const turn = (production: "active" | "none") => act(() => change({ id, production }), t("switched"));
  return (
    <SettingsRow
      title={t("productionTitle")}
      description={t("productionText")}
      state={<Badge tone={isActive ? "success" : "neutral"}>{t(isActive ? "on" : "off")}</Badge>}
      action={
        <Button size="sm" pending={isPending} onClick={() => (isActive ? setAsked(true) : turn("active"))}>
          {t(isActive ? "turnOff" : "turnOn")}
        </Button>
      }
    >
      {error ? <FormError error={error} /> : null}
      <Dialog
        open={isAsked}
        onOpenChange={() => setAsked(false)}
        title={t("turnOffTitle", { name })}
        description={t("turnOffText")}
      >
        <div className="flex flex-wrap gap-2">
          <Button
            variant="danger"
            onClick={() => {
              setAsked(false);
              turn("none");
            }}
          >
            {t("turnOff")}
          </Button>
          <Button variant="ghost" onClick={() => setAsked(false)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </SettingsRow>
  );
}
