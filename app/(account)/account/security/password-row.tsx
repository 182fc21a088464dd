"use client";

import { useTranslations } from "next-intl";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { lazily } from "@/components/ui/lazily";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsRow } from "@/components/ui/settings-row";
import type { ChangePassword } from "./password-form";

const PasswordForm = lazily(async () => (await import("./password-form")).PasswordForm);

interface Props extends Omit<ChangePassword, "editing"> {
  changedAt: Date;
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
      {editing.isEditing ? <PasswordForm about={about} change={change} editing={editing} /> : null}
      {!editing.isEditing && editing.wasSaved ? (
        <Notice tone="success" role="status">
          {t("passwordChanged")}
        </Notice>
      ) : null}
    </SettingsRow>
  );
}
