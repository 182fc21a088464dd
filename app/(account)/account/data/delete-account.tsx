"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { useAct } from "@/components/shared/use-act";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  /** Null if no deletion is scheduled. */
  dueAt: Date | null;
  /** Says what happens to the organization. */
  tenantText: string;
  hasPassword: boolean;
  remove: (input: { confirmation: "delete"; currentPassword?: string | undefined }) => Promise<Outcome<unknown>>;
  keep: (input: Record<string, never>) => Promise<Outcome<unknown>>;
}

/** Deletes the account in seven days, unless the user cancels. */
export function DeleteAccount(props: Props) {
  const t = useTranslations("data");
  const [isOpen, setOpen] = useState(false);
  if (props.dueAt !== null) return <Scheduled dueAt={props.dueAt} keep={props.keep} />;
  return (
    <SettingsRow
      title={t("delete")}
      description={t("deleteText")}
      action={
        isOpen ? null : (
          <Button size="sm" variant="danger" onClick={() => setOpen(true)}>
            {t("start")}
          </Button>
        )
      }
    >
      {isOpen ? <DeleteForm {...props} onCancel={() => setOpen(false)} /> : null}
    </SettingsRow>
  );
}

function Scheduled({ dueAt, keep }: { dueAt: Date; keep: Props["keep"] }) {
  const t = useTranslations("data");
  const { act, error, isPending } = useAct();
  return (
    <div className="border-t p-5">
      <Notice
        tone="warning"
        title={
          <>
            {t("due")} <RelativeTime date={dueAt} />
          </>
        }
      >
        <p className="mb-3">{t("dueText")}</p>
        <FormError error={error} />
        <Button size="sm" pending={isPending} onClick={() => act(() => keep({}), t("keptToast"))}>
          {t("keep")}
        </Button>
      </Notice>
    </div>
  );
}

function DeleteForm({ tenantText, hasPassword, remove, onCancel }: Props & { onCancel: () => void }) {
  const t = useTranslations("data");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const { field, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).deleteAccountSchema,
    defaultValues: { confirmation: "" as "delete", ...(hasPassword ? { currentPassword: "" } : {}) },
    action: (values) => withProof(() => remove(values)),
    onSuccess: () => router.refresh(),
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
      <FormError error={formError} problems={problems} />
      <p>{tenantText}</p>
      <TextField label={t("confirm")} autoComplete="off" autoCapitalize="none" autoFocus {...field("confirmation")} />
      {hasPassword ? (
        <PasswordField label={t("password")} autoComplete="current-password" {...field("currentPassword")} />
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="danger" pending={isPending} pendingLabel={t("deleting")}>
          {t("submit")}
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
