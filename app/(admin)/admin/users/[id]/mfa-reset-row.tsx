"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsRow } from "@/components/ui/settings-row";
import { toast } from "@/components/ui/toast";

interface Props {
  user: { id: string; name: string; email: string };
  isEnabled: boolean;
  recoveryCodesLeft: number;
  pending: { requestedBy: string; reason: string; dueAt: Date } | null;
  delayHours: number;
  reset: (input: { id: string; reason: string }) => Promise<Outcome<unknown>>;
  stop: (input: { id: string }) => Promise<Outcome<unknown>>;
}

/** Removes a lost second factor after a delay in which the owner can object. */
export function MfaResetRow(props: Props) {
  const t = useTranslations("users.mfa");
  const [isOpen, setOpen] = useState(false);
  const { isEnabled, recoveryCodesLeft, pending } = props;
  return (
    <SettingsRow
      title={t("title")}
      description={isEnabled ? t("codesLeft", { count: recoveryCodesLeft }) : null}
      state={<Badge tone={isEnabled ? "success" : "neutral"}>{t(isEnabled ? "on" : "off")}</Badge>}
      action={
        isEnabled && !pending && !isOpen ? (
          <Button size="sm" onClick={() => setOpen(true)}>
            {t("reset")}
          </Button>
        ) : null
      }
    >
      {pending ? <Pending {...props} pending={pending} /> : null}
      {isOpen && !pending ? <ResetForm {...props} onClose={() => setOpen(false)} /> : null}
    </SettingsRow>
  );
}

function Pending({ user, pending, stop }: Props & { pending: NonNullable<Props["pending"]> }) {
  const t = useTranslations("users.mfa");
  const router = useRouter();
  const withProof = useStepUp();
  const [error, setError] = useState<Refusal | null>(null);
  const [isStopping, startTransition] = useTransition();
  const onStop = () =>
    startTransition(async () => {
      const result = await withProof(() => stop({ id: user.id }));
      setError(result.ok ? null : result.error);
      if (result.ok) toast(t("stopped"));
      router.refresh();
    });
  return (
    <Notice
      tone="warning"
      title={
        <>
          {t("pending")} <RelativeTime date={pending.dueAt} />
        </>
      }
    >
      <p className="wrap-anywhere mb-3">{t("pendingText", { admin: pending.requestedBy, reason: pending.reason })}</p>
      <FormError error={error} />
      <Button size="sm" pending={isStopping} onClick={onStop}>
        {t("cancel")}
      </Button>
    </Notice>
  );
}

function ResetForm({ user, delayHours, reset, onClose }: Props & { onClose: () => void }) {
  const t = useTranslations("users.mfa");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).resetMfaSchema,
    defaultValues: { reason: "" },
    action: ({ reason }) => withProof(() => reset({ id: user.id, reason })),
    onSuccess: () => {
      toast(t("scheduled", { email: user.email }));
      onClose();
      router.refresh();
    },
  });
  return (
    <form method="post" noValidate className="grid max-w-[480px] gap-4" onSubmit={onSubmit}>
      <FormError error={formError} />
      <p className="text-muted text-sm">{t("text")}</p>
      <TextAreaField
        label={t("reason")}
        hint={t("reasonHint")}
        rows={3}
        maxLength={500}
        autoFocus
        {...field("reason")}
      />
      <p className="text-sm">{t("effect", { name: user.name, hours: delayHours })}</p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="danger" pending={isPending} pendingLabel={t("submitting")}>
          {t("submit")}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
