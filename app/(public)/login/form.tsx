"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PasskeySignIn } from "@/app/(public)/login/passkey-sign-in";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { ResendVerification } from "../verify-email/resend-form";
import { signIn } from "./actions";
import { askForPasskey, signInWithPasskey } from "./passkey-actions";
import { useTicket } from "./ticket";

export function LoginForm({ next, email }: { next: string; email: string }) {
  const t = useTranslations("public");
  const router = useRouter();
  const { setTicket } = useTicket();
  const [unverified, setUnverified] = useState<string | null>(null);
  const { field, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).logInSchema,
    defaultValues: { email, password: "" },
    action: signIn,
    onSuccess: (outcome, values) => {
      if (outcome.next === "mfa") {
        setTicket({ mfaTicket: outcome.mfaTicket, methods: outcome.methods, email: values.email, next });
        router.push("/login/mfa");
      } else {
        // Does a full load, so that no signed-out content remains.
        window.location.assign(next);
      }
    },
    onRefusal: ({ code }, values) => {
      setUnverified(code === "email_not_verified" ? values.email : null);
      return code === "email_not_verified";
    },
  });
  return (
    <div className="grid gap-5">
      {unverified === null ? null : (
        <div role="alert">
          <Notice tone="warning" title={t("login.unverifiedTitle")}>
            <p className="wrap-anywhere mb-3">{t("login.unverifiedText", { email: unverified })}</p>
            <ResendVerification email={unverified} />
          </Notice>
        </div>
      )}
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} problems={problems} />
        <TextField
          label={t("email")}
          type="email"
          autoComplete="username webauthn"
          inputMode="email"
          {...field("email")}
        />
        <PasswordField
          label={t("password")}
          autoComplete="current-password"
          aside={
            <Link href="/forgot-password" className="link text-sm">
              {t("login.forgot")}
            </Link>
          }
          {...field("password")}
        />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("login.pending")}>
          {t("login.submit")}
        </Button>
      </form>
      <PasskeySignIn start={askForPasskey} finish={signInWithPasskey} onDone={() => window.location.assign(next)} />
    </div>
  );
}
