"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { TextField } from "@/components/ui/fields";
import { RelativeTime } from "@/components/ui/relative-time";
import { renamePasskeyBody } from "@/lib/values/passkeys";
import { useEditing } from "./use-editing";

export interface PasskeyItem {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  synced: boolean;
}

interface Props {
  passkey: PasskeyItem;
  rename: (input: { id: string; name: string }) => Promise<Outcome<unknown>>;
  isRemoving: boolean;
  onRemove: () => void;
}

/** One passkey: what it is called, since when, when it was last used. */
export function PasskeyLine({ passkey, rename, isRemoving, onRemove }: Props) {
  const t = useTranslations("passkeys");
  const editing = useEditing();
  const { name, createdAt, lastUsedAt, synced } = passkey;
  return (
    <li className={cn("border-t px-5 py-4 first:border-t-0", editing.wasSaved && "flash")}>
      {editing.isEditing ? (
        <RenameForm {...{ passkey, rename, editing }} />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-1 basis-60 gap-3">
            <KeyRound aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" strokeWidth={1.5} />
            <div className="min-w-0">
              <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
                {name}
                {synced ? <Badge>{t("synced")}</Badge> : null}
              </p>
              <p className="text-muted text-sm">
                {t("addedOn")} <RelativeTime date={createdAt} /> ·{" "}
                {lastUsedAt ? (
                  <>
                    {t("lastUsed")} <RelativeTime date={lastUsedAt} />
                  </>
                ) : (
                  t("neverUsed")
                )}
              </p>
            </div>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button ref={editing.opener} size="sm" aria-label={`${t("rename")}: ${name}`} onClick={editing.open}>
              {t("rename")}
            </Button>
            <Button size="sm" pending={isRemoving} aria-label={`${t("remove")}: ${name}`} onClick={onRemove}>
              {t("remove")}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}

type FormProps = Pick<Props, "passkey" | "rename"> & { editing: ReturnType<typeof useEditing> };

function RenameForm({ passkey, rename, editing }: FormProps) {
  const t = useTranslations("passkeys");
  const common = useTranslations("common");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: renamePasskeyBody,
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
