"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { SelectField, TextAreaField, TextField } from "@/components/ui/fields";
import { Statement } from "../statement";
import { sendRequest } from "./actions";

interface Props {
  appName: string;
  buyerModes: { value: string; label: string }[];
  before: ReactNode;
  after: ReactNode;
  /** Applicants must confirm their email before review. */
  confirms: boolean;
}

export function RequestAccessForm({ appName, buyerModes, before, after, confirms }: Props) {
  const t = useTranslations("public");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { field, form, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).requestAccessSchema,
    defaultValues: { name: "", email: "", organization: "", buyerMode: "", useCase: "" },
    action: sendRequest,
    onSuccess: (_, values) => setSentTo(values.email),
  });

  if (sentTo !== null) {
    return (
      <Arrival>
        {after}
        <Statement
          title={t(confirms ? "request.confirmTitle" : "request.sentTitle")}
          text={t(confirms ? "request.confirmText" : "request.sentText", { email: sentTo })}
        >
          <Button
            onClick={() => {
              form.reset();
              setSentTo(null);
            }}
          >
            {t("request.another")}
          </Button>
        </Statement>
      </Arrival>
    );
  }
  return (
    <>
      {before}
      <h1>{t("request.title")}</h1>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} problems={problems} />
        <TextField label={t("name")} autoComplete="name" {...field("name")} />
        <TextField label={t("workEmail")} type="email" autoComplete="email" inputMode="email" {...field("email")} />
        <TextField label={t("organization")} autoComplete="organization" {...field("organization")} />
        <SelectField label={t("request.buyerMode")} {...field("buyerMode")}>
          <option value="" disabled>
            {t("request.choose")}
          </option>
          {buyerModes.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        <TextAreaField
          label={t("request.useCase", { appName })}
          hint={t("request.useCaseHint")}
          {...field("useCase")}
        />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("sending")}>
          {t("request.submit")}
        </Button>
        <p className="text-muted text-sm">{t("request.privacy")}</p>
      </form>
    </>
  );
}
