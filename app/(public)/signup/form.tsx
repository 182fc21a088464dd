"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/password-strength";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { registerSchema } from "@/lib/values/forms";
import { useHiddenToken } from "../token-form";
import { ResendVerification } from "../verify-email/resend-form";
import { signUp } from "./actions";

interface Props {
  /** Absent when anybody may register. */
  invitation?: { token: string; email: string; name: string; organization: string };
  before: ReactNode;
  after: ReactNode;
}

export function SignUpForm({ invitation, before, after }: Props) {
  const t = useTranslations("public");
  const [created, setCreated] = useState<{ email: string; organization: string } | null>(null);
  useHiddenToken();
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: registerSchema,
    defaultValues: {
      name: invitation?.name ?? "",
      email: invitation?.email ?? "",
      organization: invitation?.organization ?? "",
      password: "",
      ...(invitation ? { approvalToken: invitation.token } : {}),
    },
    action: signUp,
    onSuccess: ({ user, tenant }) => setCreated({ email: user.email, organization: tenant.name }),
  });
  const [password, name, email, organization] = form.watch(["password", "name", "email", "organization"]);

  if (created) {
    return (
      <div className="grid gap-7">
        {after}
        <div role="status" className="grid gap-3">
          <h1>{t("signup.doneTitle")}</h1>
          <p>{t("signup.doneText", created)}</p>
        </div>
        <ResendVerification email={created.email} />
      </div>
    );
  }
  return (
    <div className="grid gap-7">
      {before}
      <h1>{t("signup.title")}</h1>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <TextField
          label={t("email")}
          type="email"
          autoComplete="username"
          readOnly={invitation !== undefined}
          {...(invitation ? { hint: t("signup.emailHint") } : {})}
          {...field("email")}
        />
        <TextField label={t("name")} autoComplete="name" {...field("name")} />
        <TextField label={t("organization")} autoComplete="organization" {...field("organization")} />
        <div className="grid gap-2">
          <PasswordField label={t("password")} autoComplete="new-password" {...field("password")} />
          <PasswordStrength password={password} about={[name, email, organization]} />
        </div>
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("signup.creating")}>
          {t("signup.submit")}
        </Button>
      </form>
    </div>
  );
}
