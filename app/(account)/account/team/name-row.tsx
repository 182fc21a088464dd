"use client";

import { useTranslations } from "next-intl";
import { InlineForm } from "@/components/forms/inline-form";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import type { Act } from "@/components/shared/team-types";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  value: string;
  mayEdit: boolean;
  save: Act<{ name: string }>;
}

export function NameRow({ value, mayEdit, save }: Props) {
  const t = useTranslations("team");
  const editing = useEditing();
  return (
    <SettingsRow
      title={t("name")}
      description={t("nameText")}
      className={editing.wasSaved ? "flash" : ""}
      state={editing.isEditing ? null : <span className="wrap-anywhere">{value}</span>}
      action={
        editing.isEditing || !mayEdit ? null : (
          <Button ref={editing.opener} size="sm" aria-label={`${t("edit")}: ${t("name")}`} onClick={editing.open}>
            {t("edit")}
          </Button>
        )
      }
    >
      {editing.isEditing ? <NameForm value={value} save={save} editing={editing} /> : null}
    </SettingsRow>
  );
}

type FormProps = Pick<Props, "value" | "save"> & { editing: ReturnType<typeof useEditing> };

function NameForm({ value, save, editing }: FormProps) {
  const t = useTranslations("team");
  const common = useTranslations("common");
  const withProof = useStepUp();
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/team")).renameTenantSchema,
    defaultValues: { name: value },
    action: (values) => withProof(() => save(values)),
    onSuccess: editing.saved,
  });
  return (
    <InlineForm
      formError={formError}
      isPending={isPending}
      onSubmit={onSubmit}
      submit={common("save")}
      pendingLabel={common("saving")}
      onCancel={editing.cancel}
    >
      <TextField label={t("name")} autoFocus autoComplete="organization" {...field("name")} />
    </InlineForm>
  );
}
