"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";

interface Props {
  turnOff: (input: { currentPassword: string; code: string }) => Promise<Outcome<unknown>>;
  onDone: () => void;
  onCancel: () => void;
}

/** Password and code together; either alone is not enough. */
export function MfaTurnOff({ turnOff, onDone, onCancel }: Props) {
  const t = useTranslations("account.security");
  const common = useTranslations("common");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).disableMfaSchema,
    defaultValues: { currentPassword: "", code: "" },
    action: turnOff,
    onSuccess: onDone,
  });
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-[400px] gap-4"
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <FormError error={formError} />
      <PasswordField
        label={t("currentPassword")}
        autoComplete="current-password"
        autoFocus
        {...field("currentPassword")}
      />
      <TextField label={t("codeOrRecovery")} autoComplete="one-time-code" className="font-mono" {...field("code")} />
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="danger" pending={isPending} pendingLabel={t("turningOff")}>
          {t("turnOff")}
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
