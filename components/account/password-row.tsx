"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/password-strength";
import { Button } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsRow } from "@/components/ui/settings-row";
import { changePasswordSchema } from "@/lib/values/forms";
import { useEditing } from "./use-editing";

type Change = (input: { currentPassword: string; newPassword: string }) => Promise<Outcome<unknown>>;

interface Props {
  changedAt: Date;
  about: string[];
  change: Change;
}

export function PasswordRow({ changedAt, about, change }: Props) {
  const t = useTranslations("account.security");
  const editing = useEditing();
  return (
    <SettingsRow
      title={t("password")}
      description={t("passwordText")}
      state={
        editing.isEditing ? null : (
          <span className="text-muted text-sm">
            {t("changed")} <RelativeTime date={changedAt} />
          </span>
        )
      }
      action={
        editing.isEditing ? null : (
          <Button ref={editing.opener} size="sm" onClick={editing.open}>
            {t("changePassword")}
          </Button>
        )
      }
    >
      {editing.isEditing ? <ChangeForm {...{ about, change, editing }} /> : null}
      {!editing.isEditing && editing.wasSaved ? (
        <Notice tone="success" role="status">
          {t("passwordChanged")}
        </Notice>
      ) : null}
    </SettingsRow>
  );
}

type FormProps = Pick<Props, "about" | "change"> & { editing: ReturnType<typeof useEditing> };

function ChangeForm({ about, change, editing }: FormProps) {
  const t = useTranslations("account.security");
  const common = useTranslations("common");
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: changePasswordSchema,
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
