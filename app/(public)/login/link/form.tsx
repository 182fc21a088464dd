"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { useHiddenToken } from "../../token-form";
import { linkAndSignIn } from "./actions";

interface Props {
  ticket: string;
  email: string;
  next: string;
  /** Takes the form's place when the ticket has run out. */
  dead: ReactNode;
  children: ReactNode;
}

/** The password, and then the code where MFA is on; both are sent together, so nothing half-proven is kept. */
export function LinkForm({ ticket, email, next, dead, children }: Props) {
  const t = useTranslations("sso.link");
  const [needsCode, setNeedsCode] = useState(false);
  const [isDead, setDead] = useState(false);
  useHiddenToken();
  const { form, field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/sso")).linkIdentitySchema,
    defaultValues: { ticket, password: "" },
    action: linkAndSignIn,
    onSuccess: (outcome) => {
      if (outcome.next === "code") setNeedsCode(true);
      // A full load: nothing that was rendered for a stranger survives.
      else window.location.assign(next);
    },
    onRefusal: ({ code }) => {
      if (code === "login_code_invalid") form.setValue("code", "");
      setDead(code === "token_invalid");
      return code === "token_invalid";
    },
  });
  if (isDead) return <Arrival>{dead}</Arrival>;
  return (
    <>
      {children}
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label={t("password")}
          autoComplete="current-password"
          aside={
            <Link href="/forgot-password" className="link text-sm">
              {t("forgot")}
            </Link>
          }
          {...field("password")}
        />
        {needsCode ? (
          <TextField
            label={t("code")}
            hint={t("codeHint")}
            autoComplete="one-time-code"
            className="font-mono"
            autoFocus
            {...field("code")}
          />
        ) : null}
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("pending")}>
          {t("submit")}
        </Button>
      </form>
    </>
  );
}
