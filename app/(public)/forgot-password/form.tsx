"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { Statement } from "../statement";
import { sendResetLink } from "./actions";

/** Answers the same whether or not an account exists. */
export function ForgotPasswordForm() {
  const t = useTranslations("public");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).emailOnlySchema,
    defaultValues: { email: "" },
    action: sendResetLink,
    onSuccess: (_, { email }) => setSentTo(email),
  });
  if (sentTo !== null) {
    return (
      <Arrival>
        <Statement title={t("forgot.doneTitle")} text={t("forgot.doneText", { email: sentTo })} />
      </Arrival>
    );
  }
  return (
    <Statement title={t("forgot.title")} text={t("forgot.text")}>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <TextField label={t("email")} type="email" autoComplete="username" inputMode="email" {...field("email")} />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("sending")}>
          {t("forgot.submit")}
        </Button>
      </form>
    </Statement>
  );
}
