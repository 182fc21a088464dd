"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/fields";
import { useHiddenToken } from "../token-form";
import { confirmEmail } from "./actions";

interface Props {
  token: string;
  email: string;
  children: ReactNode;
  done: ReactNode;
  dead: ReactNode;
}

/** For links opened in another browser than the one that registered. */
export function VerifyWithPassword({ token, email, children, done, dead }: Props) {
  const t = useTranslations("public");
  const [state, setState] = useState<"open" | "done" | "dead">("open");
  useHiddenToken();
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).confirmRegistrationSchema,
    defaultValues: { token, password: "" },
    action: confirmEmail,
    onSuccess: () => setState("done"),
    onRefusal: ({ code }) => {
      if (code === "token_invalid") setState("dead");
      return code === "token_invalid";
    },
  });
  if (state === "done") return <Arrival>{done}</Arrival>;
  if (state === "dead") return <Arrival>{dead}</Arrival>;
  return (
    <>
      {children}
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} />
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label={t("verify.password")}
          hint={t("verify.passwordHint")}
          autoComplete="current-password"
          {...field("password")}
        />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("checking")}>
          {t("verify.submit")}
        </Button>
        <Link href="/forgot-password" className="link text-sm">
          {t("verify.forgot")}
        </Link>
      </form>
    </>
  );
}
