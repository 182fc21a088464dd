"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/password-strength";
import { Button } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/fields";
import type { useEditing } from "./use-editing";

export interface ChangePassword {
  /** What the password should not be made of. */
  about: string[];
  change: (input: { currentPassword: string; newPassword: string }) => Promise<Outcome<unknown>>;
  editing: ReturnType<typeof useEditing>;
}

export function PasswordForm({ about, change, editing }: ChangePassword) {
  const t = useTranslations("account.security");
  const common = useTranslations("common");
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).changePasswordSchema,
    defaultValues: { currentPassword: "", newPassword: "" },
    action: change,
    onSuccess: editing.saved,
  });
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-[400px] gap-4"
      onSubmit={onSubmit}
      onKeyDown={editing.onKeyDown}
    >
      <FormError error={formError} />
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
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" pending={isPending} pendingLabel={t("changing")}>
          {t("changePassword")}
        </Button>
        <Button size="sm" variant="ghost" onClick={editing.cancel}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
