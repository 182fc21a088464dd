"use client";

import { useTranslations } from "next-intl";
import { InlineForm } from "@/components/forms/inline-form";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/shared/password-strength";
import { useStepUp } from "@/components/shared/step-up";
import type { useEditing } from "@/components/shared/use-editing";
import { PasswordField } from "@/components/ui/fields";

export interface ChangePassword {
  /** Values that the password shouldn't contain. */
  about: string[];
  change: (input: { currentPassword: string; newPassword: string }) => Promise<Outcome<unknown>>;
  editing: ReturnType<typeof useEditing>;
}

export function PasswordForm({ about, change, editing }: ChangePassword) {
  const t = useTranslations("account.security");
  const withProof = useStepUp();
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).changePasswordSchema,
    defaultValues: { currentPassword: "", newPassword: "" },
    action: (values) => withProof(() => change(values)),
    onSuccess: editing.saved,
  });
  return (
    <InlineForm
      formError={formError}
      isPending={isPending}
      onSubmit={onSubmit}
      submit={t("changePassword")}
      pendingLabel={t("changing")}
      onCancel={editing.cancel}
    >
      <PasswordField
        label={t("currentPassword")}
        autoComplete="current-password"
        autoFocus
        {...field("currentPassword")}
      />
      <PasswordField
        label={t("newPassword")}
        hint={<PasswordStrength password={form.watch("newPassword")} about={about} />}
        autoComplete="new-password"
        {...field("newPassword")}
      />
    </InlineForm>
  );
}
