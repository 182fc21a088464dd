"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/password-strength";
import { Button } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/fields";
import { resetPasswordSchema } from "@/lib/values/forms";
import { useHiddenToken } from "../token-form";
import { choosePassword } from "./actions";

export function ResetPasswordForm({ token, email, dead }: { token: string; email: string; dead: ReactNode }) {
  const t = useTranslations("public");
  const [isDead, setDead] = useState(false);
  useHiddenToken();
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: resetPasswordSchema,
    defaultValues: { token, password: "" },
    action: choosePassword,
    // Nobody is signed in by a reset; a session of this browser has just ended with the others.
    onSuccess: () => window.location.assign("/login?reason=password_reset"),
    onRefusal: ({ code }) => {
      setDead(code === "token_invalid");
      return code === "token_invalid";
    },
  });
  if (isDead) return dead;
  return (
    <div className="grid gap-5">
      <h1>{t("reset.title")}</h1>
      <p className="wrap-anywhere text-muted">{t("reset.text", { email })}</p>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <div className="grid gap-2">
          <PasswordField label={t("newPassword")} autoComplete="new-password" {...field("password")} />
          <PasswordStrength password={form.watch("password")} about={[email]} />
        </div>
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("checking")}>
          {t("reset.submit")}
        </Button>
      </form>
    </div>
  );
}
