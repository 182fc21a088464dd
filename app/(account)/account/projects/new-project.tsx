"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { toast } from "@/components/ui/toast";

export function NewProject({ create }: { create: (input: { name: string }) => Promise<Outcome<unknown>> }) {
  const t = useTranslations("projects");
  const router = useRouter();
  const { form, field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/projects")).createProjectSchema,
    defaultValues: { name: "" },
    action: ({ name }) => create({ name }),
    onSuccess: () => {
      toast(t("created"));
      form.reset();
      router.refresh();
    },
  });
  return (
    <section aria-labelledby="new-project" className="grid gap-3">
      <h2 id="new-project">{t("new")}</h2>
      <form method="post" noValidate className="grid max-w-[400px] gap-4" onSubmit={onSubmit}>
        <FormError error={formError} />
        <TextField label={t("name")} maxLength={100} autoComplete="off" {...field("name")} />
        <div>
          <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("creating")}>
            {t("create")}
          </Button>
        </div>
      </form>
    </section>
  );
}
