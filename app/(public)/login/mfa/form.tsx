"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Controller } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { PasskeyButton } from "@/components/shared/passkey-button";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { TextField } from "@/components/ui/fields";
import { Statement } from "../../statement";
import { useHiddenToken } from "../../token-form";
import { verifyCode } from "../actions";
import { askForSecondFactor, verifyPasskey } from "../passkey-actions";
import { type Ticket, useTicket } from "../ticket";

/** Redirects to the first step without a ticket, e.g. after a reload. */
export function MfaForm({ arrived }: { arrived: Ticket | null }) {
  const t = useTranslations("public");
  const passkeys = useTranslations("passkeys");
  const router = useRouter();
  const { ticket: kept, setTicket } = useTicket();
  const [brought] = useState(arrived);
  const ticket = kept ?? brought;
  useHiddenToken();
  const [usesRecoveryCode, setUsesRecoveryCode] = useState(false);
  const endTicket = () => setTicket({ mfaTicket: "", next: ticket?.next ?? "/account", methods: [], email: "" });
  const enter = () => window.location.assign(ticket?.next ?? "/account");
  const { form, field, formError, setFormError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).verifyLoginMfaSchema,
    defaultValues: { mfaTicket: ticket?.mfaTicket ?? "", code: "" },
    action: verifyCode,
    onSuccess: enter,
    onRefusal: ({ code }) => {
      form.setValue("code", "");
      form.setFocus("code");
      if (code === "mfa_ticket_invalid") endTicket();
      return false;
    },
  });
  useEffect(() => {
    if (ticket === null) router.replace("/login");
  }, [ticket, router]);

  if (ticket === null) return null;
  if (ticket.mfaTicket === "") {
    return (
      <Arrival>
        <Statement title={t("mfa.deadTitle")} text={formError?.message}>
          <Button variant="primary" onClick={() => router.replace("/login")}>
            {t("mfa.restart")}
          </Button>
        </Statement>
      </Arrival>
    );
  }
  const { mfaTicket, methods, email } = ticket;
  return (
    <Statement title={t("mfa.title")} text={t(usesRecoveryCode ? "mfa.recoveryText" : "mfa.text", { email })}>
      <form method="post" noValidate className="grid gap-5" onSubmit={onSubmit}>
        <FormError error={formError} takesFocus={false} />
        {usesRecoveryCode ? (
          <TextField
            key="recovery"
            label={t("mfa.recovery")}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="font-mono"
            autoFocus
            {...field("code")}
          />
        ) : (
          <Controller
            key="totp"
            control={form.control}
            name="code"
            render={({ field: control, fieldState }) => (
              <CodeField
                label={t("mfa.code")}
                autoFocus
                {...control}
                onBlur={() => {
                  if (control.value !== "") control.onBlur();
                }}
                error={fieldState.error?.message}
              />
            )}
          />
        )}
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("checking")}>
          {t("mfa.submit")}
        </Button>
        <Button
          variant="ghost"
          onClick={() => {
            form.reset();
            setFormError(null);
            setUsesRecoveryCode(!usesRecoveryCode);
          }}
        >
          {t(usesRecoveryCode ? "mfa.useTotp" : "mfa.useRecovery")}
        </Button>
        {methods.includes("passkey") ? (
          <PasskeyButton
            start={() => askForSecondFactor({ mfaTicket })}
            finish={({ response }) => verifyPasskey({ mfaTicket, response })}
            onDone={enter}
            onRefusal={(error) => {
              if (error.code !== "mfa_ticket_invalid") return false;
              setFormError(error);
              endTicket();
              return true;
            }}
          >
            {passkeys("use")}
          </PasskeyButton>
        ) : null}
        <details className="text-sm">
          <summary className="w-fit py-1 font-medium">{t("mfa.lost")}</summary>
          <p className="mt-1 text-muted">{t("mfa.lostText")}</p>
        </details>
      </form>
    </Statement>
  );
}
