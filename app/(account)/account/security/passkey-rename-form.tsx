"use client";

import { useTranslations } from "next-intl";
import { InlineForm } from "@/components/forms/inline-form";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import type { useEditing } from "@/components/shared/use-editing";
import { TextField } from "@/components/ui/fields";

interface Props {
  passkey: { id: string; name: string };
  rename: (input: { id: string; name: string }) => Promise<Outcome<unknown>>;
  editing: ReturnType<typeof useEditing>;
}

export function PasskeyRenameForm({ passkey, rename, editing }: Props) {
  const t = useTranslations("passkeys");
  const common = useTranslations("common");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/passkeys")).namePasskeySchema,
    defaultValues: { name: passkey.name },
    action: ({ name }) => rename({ id: passkey.id, name }),
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
      <TextField label={t("name")} autoFocus autoComplete="off" {...field("name")} />
    </InlineForm>
  );
}
