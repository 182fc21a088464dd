"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { resendVerification } from "../signup/actions";

/** Shows the field only if the email is unknown. */
export function ResendVerification({ email }: { email?: string }) {
  const t = useTranslations("public");
  const [isSent, setSent] = useState(false);
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).emailOnlySchema,
    defaultValues: { email: email ?? "" },
    action: resendVerification,
    onSuccess: () => setSent(true),
  });
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={onSubmit}>
      <FormError error={formError} />
      {email === undefined ? (
        <TextField label={t("email")} type="email" autoComplete="email" {...field("email")} />
      ) : null}
      <Button type="submit" pending={isPending} pendingLabel={t("sending")}>
        {t("verify.resend")}
      </Button>
      <div role="status">{isSent ? <Notice tone="success">{t("verify.resent")}</Notice> : null}</div>
    </form>
  );
}
