"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import { InlineForm } from "@/components/forms/inline-form";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useCall } from "@/components/forms/use-call";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  email: string;
  pendingEmail: string | null;
  isMfaEnabled: boolean;
  start: (input: { newEmail: string; currentPassword: string; code?: string | undefined }) => Promise<Outcome<unknown>>;
  stop: (input: Record<string, never>) => Promise<Outcome<unknown>>;
}

/** Keeps the old email until the new one is confirmed. */
export function EmailRow({ email, pendingEmail, isMfaEnabled, start, stop }: Props) {
  const t = useTranslations("account.profile");
  const router = useRouter();
  const editing = useEditing();
  const call = useCall();
  const [stopError, setStopError] = useState<Refusal | null>(null);
  const [isStopping, startTransition] = useTransition();
  return (
    <SettingsRow
      title={t("email")}
      description={t("emailText")}
      className={editing.wasSaved ? "flash" : ""}
      state={editing.isEditing ? null : <span className="wrap-anywhere">{email}</span>}
      action={
        editing.isEditing ? null : (
          <Button ref={editing.opener} size="sm" onClick={editing.open}>
            {t("changeEmail")}
          </Button>
        )
      }
    >
      {editing.isEditing ? <ChangeForm isMfaEnabled={isMfaEnabled} start={start} editing={editing} /> : null}
      {!editing.isEditing && pendingEmail !== null ? (
        <Notice tone="accent" role="status" title={t("pending", { email: pendingEmail })}>
          <FormError error={stopError} />
          <p className="wrap-anywhere mb-3">{t("pendingText", { email: pendingEmail })}</p>
          <Button
            size="sm"
            pending={isStopping}
            onClick={() =>
              startTransition(async () => {
                const result = await call(() => stop({}));
                setStopError(result.ok ? null : result.error);
                if (result.ok) router.refresh();
              })
            }
          >
            {t("cancelChange")}
          </Button>
        </Notice>
      ) : null}
    </SettingsRow>
  );
}

type FormProps = Pick<Props, "isMfaEnabled" | "start"> & { editing: ReturnType<typeof useEditing> };

function ChangeForm({ isMfaEnabled, start, editing }: FormProps) {
  const t = useTranslations("account.profile");
  const common = useTranslations("common");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).changeEmailSchema,
    defaultValues: { newEmail: "", currentPassword: "", ...(isMfaEnabled ? { code: "" } : {}) },
    action: start,
    onSuccess: editing.saved,
  });
  return (
    <InlineForm
      formError={formError}
      isPending={isPending}
      onSubmit={onSubmit}
      submit={t("sendLink")}
      pendingLabel={common("saving")}
      onCancel={editing.cancel}
    >
      <TextField label={t("newEmail")} type="email" autoComplete="email" autoFocus {...field("newEmail")} />
      <PasswordField label={t("currentPassword")} autoComplete="current-password" {...field("currentPassword")} />
      {isMfaEnabled ? (
        <TextField
          label={t("code")}
          hint={t("codeHint")}
          autoComplete="one-time-code"
          className="font-mono"
          {...field("code")}
        />
      ) : null}
    </InlineForm>
  );
}
