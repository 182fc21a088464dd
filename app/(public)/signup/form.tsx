"use client";

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
import { ResendVerification } from "../verify-email/resend-form";
import { signUp } from "./actions";

interface Props {
  /** Absent if sign-up is open. */
  invitation?: {
    token: string;
    email: string;
    name: string;
    organization: string;
    joins: boolean;
    /** Localized label. */
    buyerMode: string;
  };
  before: ReactNode;
  after: ReactNode;
  /** Replaces the form, or null if the link opens it. */
  dead: ReactNode | null;
}

interface Created {
  email: string;
  organization: string;
}

/** Outlives Next's re-render after a cookie is set, when the invitation is already used. */
export function SignUp({ invitation, before, after, dead }: Props) {
  const t = useTranslations("public");
  const [created, setCreated] = useState<Created | null>(null);
  const [isDead] = useState(dead !== null);
  if (isDead) return dead;
  if (!created) return <SignUpForm invitation={invitation} before={before} onCreated={setCreated} />;
  return (
    <Arrival>
      {after}
      <Statement title={t("signup.doneTitle")} text={t("signup.doneText", { ...created })}>
        <div className="grid gap-3">
          <p className="text-muted text-sm">{t("signup.doneHint")}</p>
          <ResendVerification email={created.email} />
        </div>
      </Statement>
    </Arrival>
  );
}

interface FormProps extends Pick<Props, "before"> {
  invitation: Props["invitation"] | undefined;
  onCreated: (created: Created) => void;
}

function SignUpForm({ invitation, before, onCreated }: FormProps) {
  const t = useTranslations("public");
  useHiddenToken();
  const { field, form, formError, problems, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).registerSchema,
    defaultValues: {
      name: invitation?.name ?? "",
      email: invitation?.email ?? "",
      organization: invitation?.organization ?? "",
      password: "",
      ...(invitation ? { approvalToken: invitation.token } : {}),
    },
    action: signUp,
    onSuccess: ({ user, tenant }) => onCreated({ email: user.email, organization: tenant.name }),
  });
  const [password, name, email, organization] = form.watch(["password", "name", "email", "organization"]);

  return (
    <>
      {before}
      <h1>{t("signup.title")}</h1>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} problems={problems} />
        <TextField
          label={t("email")}
          type="email"
          autoComplete="username"
          readOnly={invitation !== undefined}
          {...(invitation ? { hint: t("signup.emailHint") } : {})}
          {...field("email")}
        />
        <TextField label={t("name")} autoComplete="name" {...field("name")} />
        <TextField
          label={t("organization")}
          autoComplete="organization"
          readOnly={invitation !== undefined}
          {...(invitation ? { hint: t(invitation.joins ? "signup.joinsHint" : "signup.organizationHint") } : {})}
          {...field("organization")}
        />
        {invitation ? <TextField label={t("signup.use")} name="use" readOnly value={invitation.buyerMode} /> : null}
        <PasswordField
          label={t("password")}
          hint={<PasswordStrength password={password} about={[name, email, organization ?? ""]} />}
          autoComplete="new-password"
          {...field("password")}
        />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("signup.creating")}>
          {t("signup.submit")}
        </Button>
      </form>
    </>
  );
}
