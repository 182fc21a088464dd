"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import type { useEditing } from "./use-editing";

interface Props {
  passkey: { id: string; name: string };
  rename: (input: { id: string; name: string }) => Promise<Outcome<unknown>>;
  editing: ReturnType<typeof useEditing>;
}

export function PasskeyRenameForm({ passkey, rename, editing }: Props) {
  const t = useTranslations("passkeys");
  const common = useTranslations("common");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/passkeys")).renamePasskeyBody,
    defaultValues: { name: passkey.name },
    action: ({ name }) => rename({ id: passkey.id, name }),
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
      <TextField label={t("name")} autoFocus autoComplete="off" {...field("name")} />
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" pending={isPending} pendingLabel={common("saving")}>
          {common("save")}
        </Button>
        <Button size="sm" variant="ghost" onClick={editing.cancel}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
