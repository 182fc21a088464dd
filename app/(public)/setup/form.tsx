"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/shared/password-strength";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { setUp } from "./actions";

export function SetupForm({ isTokenRequired, organization }: { isTokenRequired: boolean; organization: string }) {
  const t = useTranslations("public");
  const { field, form, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).setupSchema,
    defaultValues: { name: "", email: "", password: "", organization, ...(isTokenRequired ? { setupToken: "" } : {}) },
    action: setUp,
    onSuccess: ({ user }) => window.location.assign(`/login?reason=set_up&email=${encodeURIComponent(user.email)}`),
  });
  const [password, name, email] = form.watch(["password", "name", "email"]);
  return (
    <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
      <FormError error={formError} problems={problems} />
      {isTokenRequired ? (
        <TextField
          label={t("setup.setupToken")}
          hint={t("setup.setupTokenHint")}
          autoComplete="off"
          className="font-mono"
          {...field("setupToken")}
        />
      ) : null}
      <TextField label={t("name")} autoComplete="name" {...field("name")} />
      <TextField label={t("email")} type="email" autoComplete="username" inputMode="email" {...field("email")} />
      <TextField
        label={t("organization")}
        hint={t("setup.organizationHint")}
        autoComplete="organization"
        {...field("organization")}
      />
      <PasswordField
        label={t("password")}
        hint={<PasswordStrength password={password} about={[name, email]} />}
        autoComplete="new-password"
        {...field("password")}
      />
      <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("signup.creating")}>
        {t("setup.submit")}
      </Button>
    </form>
  );
}
