"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

type Act = (input: { id: string }) => Promise<Outcome<unknown>>;

interface Props {
  mail: { id: string; to: string; canRetry: boolean; canCancel: boolean };
  retry: Act;
  cancel: Act;
}

export function MailActions({ mail, retry, cancel }: Props) {
  const t = useTranslations("mails");
  const router = useRouter();
  const call = useCall();
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const run = (act: Act, done: string) =>
    startTransition(async () => {
      const result = await call(() => act({ id: mail.id }));
      setError(result.ok ? null : result.error);
      if (result.ok) toast(done);
      router.refresh();
    });
  if (!error && !mail.canRetry && !mail.canCancel) return null;
  return (
    <div className="grid gap-3">
      <FormError error={error} />
      <div className="flex flex-wrap gap-2 empty:hidden">
        {mail.canRetry ? (
          <Button
            variant="primary"
            pending={isPending}
            pendingLabel={t("retrying")}
            onClick={() => run(retry, t("retried", { to: mail.to }))}
          >
            {t("retry")}
          </Button>
        ) : null}
        {mail.canCancel ? (
          <Button pending={isPending} pendingLabel={t("cancelling")} onClick={() => run(cancel, t("cancelled"))}>
            {t("cancel")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
