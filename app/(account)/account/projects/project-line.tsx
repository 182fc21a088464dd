"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import { InlineForm } from "@/components/forms/inline-form";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { useEditing } from "@/components/shared/use-editing";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/fields";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { Project } from "@/lib/core/projects/projects";

interface Props {
  project: Project;
  canDelete: boolean;
  actions: {
    rename: (input: { id: string; name: string }) => Promise<Outcome<unknown>>;
    archive: (input: { id: string }) => Promise<Outcome<unknown>>;
    restore: (input: { id: string }) => Promise<Outcome<unknown>>;
    remove: (input: { id: string }) => Promise<Outcome<unknown>>;
  };
}

export function ProjectLine({ project, canDelete, actions }: Props) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const editing = useEditing();
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const { id, name, slug, createdAt, archivedAt } = project;
  const run = (act: () => Promise<Outcome<unknown>>, done?: string) => {
    setAsked(false);
    startTransition(async () => {
      const result = await withProof(act);
      setError(result.ok ? null : result.error);
      if (result.ok && done) toast(done);
      router.refresh();
    });
  };
  return (
    <li className="grid gap-3 border-t px-5 py-4 first:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
            {name}
            {archivedAt ? <Badge>{t("archived")}</Badge> : null}
          </p>
          <p className="wrap-anywhere text-muted text-sm">
            <span className="font-mono">{slug}</span> · {t("madeAt")} <RelativeTime date={createdAt} />
          </p>
        </div>
        {editing.isEditing ? null : (
          <div className="flex flex-wrap gap-2">
            <Button ref={editing.opener} size="sm" aria-label={`${t("rename")}: ${name}`} onClick={editing.open}>
              {t("rename")}
            </Button>
            <Button
              size="sm"
              pending={isPending}
              aria-label={`${t(archivedAt ? "restore" : "archive")}: ${name}`}
              onClick={() => run(() => (archivedAt ? actions.restore({ id }) : actions.archive({ id })))}
            >
              {t(archivedAt ? "restore" : "archive")}
            </Button>
            {archivedAt && canDelete ? (
              <Button size="sm" aria-label={`${t("delete")}: ${name}`} onClick={() => setAsked(true)}>
                {t("delete")}
              </Button>
            ) : null}
          </div>
        )}
      </div>
      {error ? <FormError error={error} /> : null}
      {editing.isEditing ? <RenameForm id={id} name={name} rename={actions.rename} editing={editing} /> : null}
      <Dialog open={isAsked} onOpenChange={setAsked} title={t("deleteTitle", { name })} description={t("deleteText")}>
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" onClick={() => run(() => actions.remove({ id }), t("deleted"))}>
            {t("deleteAction", { name })}
          </Button>
          <Button variant="ghost" onClick={() => setAsked(false)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </li>
  );
}

interface RenameProps {
  id: string;
  name: string;
  rename: Props["actions"]["rename"];
  editing: ReturnType<typeof useEditing>;
}

function RenameForm({ id, name, rename, editing }: RenameProps) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/projects")).createProjectSchema,
    defaultValues: { name },
    action: (values) => rename({ id, name: values.name }),
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
      <TextField label={t("name")} maxLength={100} autoComplete="off" autoFocus {...field("name")} />
    </InlineForm>
  );
}
