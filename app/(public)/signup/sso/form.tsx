"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { useHiddenToken } from "../../token-form";
import { createAccount } from "./actions";

interface Props {
  ticket: string;
  provider: string;
  email: string;
  name: string;
  organization: string;
  /** Localized label, absent if sign-up is open. */
  buyerMode?: string;
  next: string;
  /** Replaces the form when the ticket expires. */
  dead: ReactNode;
  children: ReactNode;
}

/** Needs no password, because the provider vouches for the email. */
export function SsoSignUpForm({ ticket, provider, email, name, organization, buyerMode, next, dead, children }: Props) {
  const t = useTranslations("sso.signUp");
  const words = useTranslations("public");
  const [isDead, setDead] = useState(false);
  useHiddenToken();
  const { field, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/sso")).ssoSignUpSchema,
    defaultValues: { ticket, name, organization },
    action: createAccount,
    onSuccess: () => window.location.assign(next),
    onRefusal: ({ code }) => {
      setDead(code === "token_invalid");
      return code === "token_invalid";
    },
  });
  if (isDead) return <Arrival>{dead}</Arrival>;
  return (
    <>
      {children}
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} problems={problems} />
        <TextField
          label={t("email")}
          name="email"
          type="email"
          autoComplete="username"
          readOnly
          value={email}
          hint={t("emailHint", { provider })}
        />
        <TextField label={t("name")} autoComplete="name" {...field("name")} />
        <TextField
          label={t("organization")}
          autoComplete="organization"
          readOnly={buyerMode !== undefined}
          {...(buyerMode === undefined ? {} : { hint: words("signup.organizationHint") })}
          {...field("organization")}
        />
        {buyerMode === undefined ? null : (
          <TextField label={words("signup.use")} name="use" readOnly value={buyerMode} />
        )}
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("pending")}>
          {t("submit")}
        </Button>
      </form>
    </>
  );
}
