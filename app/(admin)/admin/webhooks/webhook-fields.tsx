"use client";

import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { TextField } from "@/components/ui/fields";
import { everyEvent, webhookEvents } from "@/lib/values/webhooks";

type Chosen = (typeof webhookEvents)[number] | typeof everyEvent;

export interface WebhookValues {
  url: string;
  description: string;
  events: Chosen[];
}

interface Props<Value> {
  values: WebhookValues;
  save: (values: WebhookValues) => Promise<Outcome<Value>>;
  onSaved: (value: Value) => void;
  /** Called by Escape, too. */
  onCancel?: () => void;
  words: { submit: string; submitting: string };
}

export function WebhookFields<Value>({ values, save, onSaved, onCancel, words }: Props<Value>) {
  const t = useTranslations("webhooks");
  const common = useTranslations("common");
  const withProof = useStepUp();
  const { form, field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/webhooks")).webhookFormSchema,
    defaultValues: values,
    action: (typed: WebhookValues) => withProof(() => save(typed)),
    onSuccess: (saved) => {
      form.reset(form.getValues());
      onSaved(saved);
    },
  });
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-[560px] gap-5"
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel?.();
      }}
    >
      <FormError error={formError} />
      <TextField
        label={t("url")}
        hint={t("urlHint")}
        type="url"
        inputMode="url"
        maxLength={2000}
        autoComplete="off"
        placeholder="https://"
        {...field("url")}
      />
      <TextField label={t("description")} hint={t("descriptionHint")} maxLength={200} {...field("description")} />
      <Controller
        control={form.control}
        name="events"
        render={({ field: { value, onChange, ref }, fieldState }) => {
          const chosen: Chosen[] = value;
          const toggle = (event: Chosen, isOn: boolean) =>
            onChange(isOn ? [...chosen, event] : chosen.filter((known) => known !== event));
          const isEvery = chosen.includes(everyEvent);
          return (
            <fieldset className="grid gap-1" aria-describedby={fieldState.error ? "events-error" : undefined}>
              <legend className="mb-1 font-medium text-sm">{t("events")}</legend>
              <Checkbox
                ref={ref}
                label={t("everyEvent")}
                checked={isEvery}
                onChange={(event) => onChange(event.target.checked ? [everyEvent] : [])}
              />
              {isEvery ? null : (
                <div className="grid gap-x-6 border-t pt-2 sm:grid-cols-2">
                  {webhookEvents.map((name) => (
                    <Checkbox
                      key={name}
                      label={<span className="wrap-anywhere font-mono text-sm">{name}</span>}
                      checked={chosen.includes(name)}
                      onChange={(event) => toggle(name, event.target.checked)}
                    />
                  ))}
                </div>
              )}
              {fieldState.error ? (
                <p id="events-error" role="alert" className="text-danger text-sm">
                  {fieldState.error.message}
                </p>
              ) : null}
            </fieldset>
          );
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={words.submitting}>
          {words.submit}
        </Button>
        {onCancel ? (
          <Button variant="ghost" onClick={onCancel}>
            {common("cancel")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
