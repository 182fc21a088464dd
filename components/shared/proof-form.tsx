"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasskeyButton } from "@/components/shared/passkey-button";
import { ProviderButton } from "@/components/shared/provider-button";
import type { PasskeyActions } from "@/components/shared/use-passkey";
import { Button } from "@/components/ui/button";
import { PasswordField, TextField } from "@/components/ui/fields";
import type { SsoProvider } from "@/lib/values/sso";

type Proof = { password: string } | { code: string };

export interface WaysToProve {
  isMfaEnabled: boolean;
  confirm: (proof: Proof) => Promise<Outcome<unknown>>;
  /** Null if the account has no passkey. */
  passkey: Pick<PasskeyActions, "start" | "finish"> | null;
  hasPassword: boolean;
  /** Connected providers that can re-authenticate. */
  sso: {
    providers: readonly SsoProvider[];
    prepare: (input: { provider: SsoProvider["id"] }) => Promise<Outcome<unknown>>;
  };
}

type Ways = WaysToProve & { onProven: () => void };

/** Asks for a second factor if MFA is on, because a password proves too little. */
export function ProofForm({ isMfaEnabled, hasPassword, passkey, sso, confirm, onProven }: Ways) {
  const passkeys = useTranslations("passkeys");
  const words = useTranslations("sso.stepUp");
  const [asksCode, setAsksCode] = useState(isMfaEnabled);
  return (
    <div className="grid gap-4">
      {asksCode ? <CodeProof confirm={confirm} onProven={onProven} /> : null}
      {!asksCode && hasPassword ? (
        <PasswordProof confirm={confirm} onProven={onProven} onCodeNeeded={() => setAsksCode(true)} />
      ) : null}
      {passkey ? (
        <PasskeyButton {...passkey} onDone={onProven}>
          {passkeys("use")}
        </PasskeyButton>
      ) : null}
      {!asksCode && !hasPassword && !passkey && sso.providers.length === 0 ? (
        <p className="text-muted text-sm">{words("none")}</p>
      ) : null}
      {sso.providers.length > 0 ? (
        <div className="grid gap-3 border-t pt-4">
          <p className="text-muted text-sm">{words(hasPassword || asksCode ? "or" : "only")}</p>
          {sso.providers.map((provider) => (
            <ProviderButton key={provider.id} provider={provider} declare={sso.prepare} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

type ProofProps = Pick<Ways, "confirm" | "onProven">;

const loadProofs = async () => (await import("@/lib/values/forms")).stepUpSchema.options;

function PasswordProof({ confirm, onProven, onCodeNeeded }: ProofProps & { onCodeNeeded: () => void }) {
  const t = useTranslations("account.stepUp");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await loadProofs())[0],
    defaultValues: { password: "" },
    action: confirm,
    onSuccess: onProven,
    onRefusal: ({ code }) => {
      if (code !== "second_factor_required") return false;
      onCodeNeeded();
      return true;
    },
  });
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={onSubmit}>
      <FormError error={formError} />
      <PasswordField label={t("password")} autoComplete="current-password" autoFocus {...field("password")} />
      <Button type="submit" variant="primary" pending={isPending}>
        {t("confirm")}
      </Button>
    </form>
  );
}

function CodeProof({ confirm, onProven }: ProofProps) {
  const t = useTranslations("account.stepUp");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await loadProofs())[1],
    defaultValues: { code: "" },
    action: confirm,
    onSuccess: onProven,
  });
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={onSubmit}>
      <FormError error={formError} />
      <TextField label={t("code")} autoComplete="one-time-code" className="font-mono" autoFocus {...field("code")} />
      <Button type="submit" variant="primary" pending={isPending}>
        {t("confirm")}
      </Button>
    </form>
  );
}
