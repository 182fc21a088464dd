"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Act } from "@/components/shared/team-types";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  isRequired: boolean;
  /** Null unless the reader is an owner. */
  save: Act<{ required: boolean }> | null;
}

export function MfaRow({ isRequired, save }: Props) {
  const t = useTranslations("team");
  const { act, error, isPending } = useAct();
  return (
    <SettingsRow
      title={t("requireMfa")}
      description={t("requireMfaText")}
      state={<Badge tone={isRequired ? "success" : "neutral"}>{t(isRequired ? "required" : "optional")}</Badge>}
      action={
        save ? (
          <Button
            size="sm"
            pending={isPending}
            onClick={() => act(() => save({ required: !isRequired }), t("requireMfaSaved"))}
          >
            {t(isRequired ? "requireMfaOff" : "requireMfaOn")}
          </Button>
        ) : null
      }
    >
      {error ? <FormError error={error} /> : null}
    </SettingsRow>
  );
}
