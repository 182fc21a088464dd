"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use, useMemo, useRef, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { useCall } from "@/components/forms/use-call";
import { PasskeyButton } from "@/components/passkeys/passkey-button";
import type { PasskeyActions } from "@/components/passkeys/use-passkey";
import { ProviderButton } from "@/components/sso/provider-button";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PasswordField, TextField } from "@/components/ui/fields";
import { stepUpSchema } from "@/lib/values/forms";
import type { SsoProvider } from "@/lib/values/sso";

type Proof = { password: string } | { code: string };

const StepUpContext = createContext<() => Promise<boolean>>(async () => false);

/**
 * Runs an act; when it needs a fresh proof, asks for it in place and runs it again. What was typed elsewhere stays, for
 * the page never leaves.
 */
export function useStepUp() {
  const ask = use(StepUpContext);
  const call = useCall();
  return async function withProof<Value>(act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    const first = await call(act);
    if (first.ok || first.error.code !== "step_up_required") return first;
    return (await ask()) ? call(act) : first;
  };
}

interface Props {
  isMfaEnabled: boolean;
  confirm: (proof: Proof) => Promise<Outcome<unknown>>;
  /** Null: the account has no passkey. */
  passkey: Pick<PasskeyActions, "start" | "finish"> | null;
  hasPassword: boolean;
  /** Connected identity providers, which can prove the account, too. */
  sso: {
    providers: readonly SsoProvider[];
    prepare: (input: { provider: SsoProvider["id"] }) => Promise<Outcome<unknown>>;
  };
  children: ReactNode;
}

export function StepUpProvider({ children, ...ways }: Props) {
  const t = useTranslations("account.stepUp");
  const [isOpen, setOpen] = useState(false);
  const settle = useRef<(proven: boolean) => void>(undefined);
  const ask = useMemo(
    () => () =>
      new Promise<boolean>((resolve) => {
        settle.current = resolve;
        setOpen(true);
      }),
    [],
  );
  const close = (proven: boolean) => {
    setOpen(false);
    settle.current?.(proven);
  };
  return (
    <StepUpContext value={ask}>
      {children}
      <Dialog open={isOpen} onOpenChange={() => close(false)} title={t("title")} description={t("text")}>
        <ProofForm {...ways} onProven={() => close(true)} />
      </Dialog>
    </StepUpContext>
  );
}

type Ways = Omit<Props, "children"> & { onProven: () => void };

function ProofForm({ isMfaEnabled, hasPassword, passkey, sso, confirm, onProven }: Ways) {
  const t = useTranslations("account.stepUp");
  const passkeys = useTranslations("passkeys");
  const words = useTranslations("sso.stepUp");
  const [usesCode, setUsesCode] = useState(!hasPassword);
  return (
    <div className="grid gap-4">
      {usesCode && isMfaEnabled ? <CodeProof {...{ confirm, onProven }} /> : null}
      {!usesCode && hasPassword ? <PasswordProof {...{ confirm, onProven }} /> : null}
      {isMfaEnabled && hasPassword ? (
        <Button variant="ghost" size="sm" onClick={() => setUsesCode(!usesCode)}>
          {t(usesCode ? "usePassword" : "useCode")}
        </Button>
      ) : null}
      {passkey ? (
        <PasskeyButton {...passkey} onDone={onProven}>
          {passkeys("use")}
        </PasskeyButton>
      ) : null}
      {sso.providers.length > 0 ? (
        <div className="grid gap-3 border-t pt-4">
          <p className="text-muted text-sm">{words(hasPassword || isMfaEnabled ? "or" : "only")}</p>
          {sso.providers.map((provider) => (
            <ProviderButton key={provider.id} provider={provider} declare={sso.prepare} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

type ProofProps = Pick<Props, "confirm"> & { onProven: () => void };

const [passwordProof, codeProof] = stepUpSchema.options;

function PasswordProof({ confirm, onProven }: ProofProps) {
  const t = useTranslations("account.stepUp");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: passwordProof,
    defaultValues: { password: "" },
    action: confirm,
    onSuccess: onProven,
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
    schema: codeProof,
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
