"use client";

import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SelectField, TextField } from "@/components/ui/fields";
import type { NewApiKey as MadeKey } from "@/lib/core/api-keys/api-keys";
import type { Project } from "@/lib/core/projects/projects";
import { keyExpiries } from "@/lib/values/key-expiries";

interface Props {
  projects: Project[];
  create: (input: {
    name: string;
    projectIds: string[];
    expiry: (typeof keyExpiries)[number];
  }) => Promise<Outcome<MadeKey>>;
  onMade: (made: MadeKey) => void;
}

export function NewApiKey({ projects, create, onMade }: Props) {
  const t = useTranslations("apiKeys");
  const withProof = useStepUp();
  const { form, field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).newApiKeyFormSchema,
    defaultValues: { name: "", projectIds: [], expiry: "90" },
    action: (values) => withProof(() => create(values)),
    onSuccess: (made) => {
      form.reset();
      onMade(made);
    },
  });
  return (
    <section aria-labelledby="new-api-key" className="grid gap-3">
      <h2 id="new-api-key">{t("new")}</h2>
      <form method="post" noValidate className="grid max-w-[400px] gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <TextField label={t("name")} hint={t("nameHint")} maxLength={100} autoComplete="off" {...field("name")} />
        <Controller
          control={form.control}
          name="projectIds"
          render={({ field: { value, onChange, ref }, fieldState }) => (
            <fieldset className="grid gap-1" aria-describedby={fieldState.error ? "projects-error" : undefined}>
              <legend className="mb-1 font-medium text-sm">{t("projects")}</legend>
              {projects.map(({ id, name, slug }, index) => (
                <Checkbox
                  key={id}
                  ref={index === 0 ? ref : undefined}
                  label={
                    <>
                      {name} <span className="font-mono text-muted text-sm">{slug}</span>
                    </>
                  }
                  checked={value.includes(id)}
                  onChange={(event) =>
                    onChange(event.target.checked ? [...value, id] : value.filter((chosen: string) => chosen !== id))
                  }
                />
              ))}
              {fieldState.error ? (
                <p id="projects-error" role="alert" className="text-danger text-sm">
                  {fieldState.error.message}
                </p>
              ) : null}
            </fieldset>
          )}
        />
        <SelectField label={t("expiry")} {...field("expiry")}>
          {keyExpiries.map((expiry) => (
            <option key={expiry} value={expiry}>
              {t(`expiries.${expiry}`)}
            </option>
          ))}
        </SelectField>
        <div>
          <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("creating")}>
            {t("create")}
          </Button>
        </div>
      </form>
    </section>
  );
}
