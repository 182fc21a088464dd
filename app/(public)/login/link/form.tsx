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
  /** Replaces the form when the ticket expires. */
  dead: ReactNode;
  children: ReactNode;
}

/** Sends password and MFA code together, so no half-proven state is stored. */
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
      // Does a full load, so that no signed-out content remains.
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
