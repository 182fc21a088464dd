"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  user: { id: string; email: string; isDeactivated: boolean };
  resend: (input: { id: string }) => Promise<Outcome<unknown>>;
}

export function VerificationRow({ user, resend }: Props) {
  const t = useTranslations("users.verification");
  const { act, error, isPending } = useAct();
  return (
    <SettingsRow
      title={t("title")}
      description={<span className="wrap-anywhere">{t("text", { email: user.email })}</span>}
      state={<Badge tone="warning">{t("open")}</Badge>}
      action={
        user.isDeactivated ? null : (
          <Button size="sm" pending={isPending} onClick={() => act(() => resend({ id: user.id }), t("sent"))}>
            {t("resend")}
          </Button>
        )
      }
    >
      {error ? <FormError error={error} /> : null}
    </SettingsRow>
  );
}
