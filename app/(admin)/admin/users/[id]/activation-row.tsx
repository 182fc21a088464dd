"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { SettingsRow } from "@/components/ui/settings-row";
import { toast } from "@/components/ui/toast";

interface Props {
  user: { id: string; name: string; isDeactivated: boolean };
  /** Organization without another possible owner. */
  leadsAlone: string | null;
  deactivate: (input: { id: string; reason: string }) => Promise<Outcome<unknown>>;
  reactivate: (input: { id: string }) => Promise<Outcome<unknown>>;
}

export function ActivationRow({ user, leadsAlone, deactivate, reactivate }: Props) {
  const t = useTranslations("users.activation");
  const [isOpen, setOpen] = useState(false);
  const { act, error, isPending } = useAct();
  const { id, isDeactivated } = user;
  return (
    <SettingsRow
      title={t("title")}
      description={t(isDeactivated ? "closedText" : "openText")}
      state={<Badge tone={isDeactivated ? "danger" : "success"}>{t(isDeactivated ? "deactivated" : "active")}</Badge>}
      action={
        isDeactivated ? (
          <Button size="sm" pending={isPending} onClick={() => act(() => reactivate({ id }), t("reactivated"))}>
            {t("reactivate")}
          </Button>
        ) : isOpen ? null : (
          <Button size="sm" onClick={() => setOpen(true)}>
            {t("deactivate")}
          </Button>
        )
      }
    >
      {error ? <FormError error={error} /> : null}
      {isOpen && !isDeactivated ? (
        <DeactivateForm user={user} leadsAlone={leadsAlone} deactivate={deactivate} onClose={() => setOpen(false)} />
      ) : null}
    </SettingsRow>
  );
}

type FormProps = Pick<Props, "user" | "leadsAlone" | "deactivate"> & { onClose: () => void };

function DeactivateForm({ user, leadsAlone, deactivate, onClose }: FormProps) {
  const t = useTranslations("users.activation");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/users")).deactivateUserSchema,
    defaultValues: { reason: "" },
    action: ({ reason }) => withProof(() => deactivate({ id: user.id, reason })),
    onSuccess: () => {
      toast(t("done", { name: user.name }));
      onClose();
      router.refresh();
    },
  });
  return (
    <form method="post" noValidate className="grid max-w-[480px] gap-4" onSubmit={onSubmit}>
      <FormError error={formError} />
      <TextAreaField
        label={t("reason")}
        hint={t("reasonHint")}
        rows={3}
        maxLength={500}
        autoFocus
        {...field("reason")}
      />
      <p className="wrap-anywhere text-sm">{t("effect", { name: user.name })}</p>
      {leadsAlone === null ? null : (
        <p className="wrap-anywhere text-sm text-warning">{t("leadsAlone", { organization: leadsAlone })}</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="danger" pending={isPending} pendingLabel={t("submitting")}>
          {t("submit", { name: user.name })}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
