"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasswordStrength } from "@/components/shared/password-strength";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import { Statement } from "../statement";
import { useHiddenToken } from "../token-form";
import { joinAsNew } from "./actions";

interface Props {
  token: string;
  email: string;
  organization: string;
  before: ReactNode;
  dead: ReactNode;
}

/** Creates the account with the invitation's email. */
export function JoinForm({ token, email, organization, before, dead }: Props) {
  const t = useTranslations("public");
  const words = useTranslations("team.join");
  const [state, setState] = useState<"open" | "done" | "dead">("open");
  useHiddenToken();
  const { field, form, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/team")).joinWithNewAccountSchema,
    defaultValues: { token, name: "", password: "" },
    action: joinAsNew,
    onSuccess: () => setState("done"),
    onRefusal: ({ code }) => {
      if (code === "token_invalid") setState("dead");
      return code === "token_invalid";
    },
  });
  const [password, name] = form.watch(["password", "name"]);
  if (state === "dead") return <Arrival>{dead}</Arrival>;
  if (state === "done") {
    return (
      <Arrival>
        <Statement title={words("newDoneTitle", { organization })} text={words("newDoneText", { email })}>
          <Button asChild variant="primary">
            <Link href={`/login?email=${encodeURIComponent(email)}`}>{t("signIn")}</Link>
          </Button>
        </Statement>
      </Arrival>
    );
  }
  return (
    <>
      {before}
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} problems={problems} />
        <TextField
          label={t("email")}
          hint={words("emailHint")}
          type="email"
          autoComplete="username"
          readOnly
          value={email}
        />
        <TextField label={t("name")} autoComplete="name" {...field("name")} />
        <PasswordField
          label={t("password")}
          hint={<PasswordStrength password={password} about={[name, email, organization]} />}
          autoComplete="new-password"
          {...field("password")}
        />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={words("creating")}>
          {words("submitNew")}
        </Button>
      </form>
    </>
  );
}
