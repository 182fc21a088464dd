"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { emailOnlySchema } from "@/lib/values/forms";
import { sendResetLink } from "./actions";

export function ForgotPasswordForm() {
  const t = useTranslations("public");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: emailOnlySchema,
    defaultValues: { email: "" },
    action: sendResetLink,
    onSuccess: (_, { email }) => setSentTo(email),
  });
  if (sentTo !== null) {
    return (
      <div role="status" className="grid gap-3">
        <h1>{t("forgot.doneTitle")}</h1>
        <p className="wrap-anywhere">{t("forgot.doneText", { email: sentTo })}</p>
      </div>
    );
  }
  return (
    <div className="grid gap-5">
      <h1>{t("forgot.title")}</h1>
      <p className="text-muted">{t("forgot.text")}</p>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <TextField label={t("email")} type="email" autoComplete="username" inputMode="email" {...field("email")} />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("sending")}>
          {t("forgot.submit")}
        </Button>
      </form>
    </div>
  );
}
