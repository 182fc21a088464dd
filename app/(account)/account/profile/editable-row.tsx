"use client";

import { useTranslations } from "next-intl";
import { InlineForm } from "@/components/forms/inline-form";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { SettingsRow } from "@/components/ui/settings-row";

interface Props {
  name: "name" | "phone";
  title: string;
  description: string;
  value: string;
  none: string;
  save: (input: { name?: string } | { phone?: string }) => Promise<Outcome<unknown>>;
}

const autoComplete = { name: "name", phone: "tel" };

export function EditableRow({ name, title, description, value, none, save }: Props) {
  const t = useTranslations("account.profile");
  const editing = useEditing();
  return (
    <SettingsRow
      title={title}
      description={description}
      className={editing.wasSaved ? "flash" : ""}
      state={editing.isEditing ? null : <span className="wrap-anywhere">{value || none}</span>}
      action={
        editing.isEditing ? null : (
          <Button ref={editing.opener} size="sm" aria-label={`${t("edit")}: ${title}`} onClick={editing.open}>
            {t("edit")}
          </Button>
        )
      }
    >
      {editing.isEditing ? <EditForm name={name} title={title} value={value} save={save} editing={editing} /> : null}
    </SettingsRow>
  );
}

type FormProps = Pick<Props, "name" | "title" | "value" | "save"> & { editing: ReturnType<typeof useEditing> };

function EditForm({ name, title, value, save, editing }: FormProps) {
  const t = useTranslations("common");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).updateProfileSchema,
    defaultValues: { [name]: value },
    action: save,
    onSuccess: editing.saved,
  });
  return (
    <InlineForm
      formError={formError}
      isPending={isPending}
      onSubmit={onSubmit}
      submit={t("save")}
      pendingLabel={t("saving")}
      onCancel={editing.cancel}
    >
      <TextField
        label={title}
        autoFocus
        autoComplete={autoComplete[name]}
        type={name === "phone" ? "tel" : "text"}
        {...field(name)}
      />
    </InlineForm>
  );
}
