"use client";

import { useTranslations } from "next-intl";
import { InlineForm } from "@/components/forms/inline-form";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordField, TextField } from "@/components/ui/fields";

interface Props {
  turnOff: (input: { currentPassword: string; code: string }) => Promise<Outcome<unknown>>;
  onDone: () => void;
  onCancel: () => void;
}

/** Requires both password and code. */
export function MfaTurnOff({ turnOff, onDone, onCancel }: Props) {
  const t = useTranslations("account.security");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).disableMfaSchema,
    defaultValues: { currentPassword: "", code: "" },
    action: turnOff,
    onSuccess: onDone,
  });
  return (
    <InlineForm
      formError={formError}
      isPending={isPending}
      onSubmit={onSubmit}
      submit={t("turnOff")}
      pendingLabel={t("turningOff")}
      variant="danger"
      onCancel={onCancel}
    >
      <PasswordField
        label={t("currentPassword")}
        autoComplete="current-password"
        autoFocus
        {...field("currentPassword")}
      />
      <TextField label={t("codeOrRecovery")} autoComplete="one-time-code" className="font-mono" {...field("code")} />
    </InlineForm>
  );
}
