"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/shared/password-strength";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/fields";
import { Statement } from "../statement";
import { useHiddenToken } from "../token-form";
import { choosePassword } from "./actions";

interface Props {
  token: string;
  email: string;
  dead: ReactNode;
}

export function ResetPasswordForm({ token, email, dead }: Props) {
  const t = useTranslations("public");
  const [isDead, setDead] = useState(false);
  useHiddenToken();
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).resetPasswordSchema,
    defaultValues: { token, password: "" },
    action: choosePassword,
    // Leads to sign-in, because a reset ends every session.
    onSuccess: () => window.location.assign("/login?reason=password_reset"),
    onRefusal: ({ code }) => {
      setDead(code === "token_invalid");
      return code === "token_invalid";
    },
  });
  if (isDead) return <Arrival>{dead}</Arrival>;
  return (
    <Statement title={t("reset.title")} text={t("reset.text", { email })}>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label={t("newPassword")}
          hint={<PasswordStrength password={form.watch("password")} about={[email]} />}
          autoComplete="new-password"
          {...field("password")}
        />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("checking")}>
          {t("reset.submit")}
        </Button>
      </form>
    </Statement>
  );
}
