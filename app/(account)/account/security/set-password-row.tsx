"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  email: string;
  mailLink: (input: Record<string, never>) => Promise<Outcome<unknown>>;
}

export function SetPasswordRow({ email, mailLink }: Props) {
  const t = useTranslations("sso.password");
  const security = useTranslations("account.security");
  const call = useCall();
  const [error, setError] = useState<Refusal | null>(null);
  const [wasSent, setSent] = useState(false);
  const [isPending, startTransition] = useTransition();
  return (
    <SettingsRow
      title={security("password")}
      description={t("text")}
      state={<span className="text-muted text-sm">{t("none")}</span>}
      action={
        <Button
          size="sm"
          pending={isPending}
          pendingLabel={t("sending")}
          onClick={() =>
            startTransition(async () => {
              const sent = await call(() => mailLink({}));
              setError(sent.ok ? null : sent.error);
              setSent(sent.ok);
            })
          }
        >
          {t("set")}
        </Button>
      }
    >
      {error ? <FormError error={error} /> : null}
      {wasSent ? (
        <Notice tone="success" role="status" className="wrap-anywhere">
          {t("sent", { email })}
        </Notice>
      ) : null}
    </SettingsRow>
  );
}
