"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import type { MfaMaterial } from "@/components/shared/mfa-setup";
import { PasskeyButton } from "@/components/shared/passkey-button";
import { useStepUp } from "@/components/shared/step-up";
import type { PasskeyActions } from "@/components/shared/use-passkey";
import { Button } from "@/components/ui/button";
import { lazily } from "@/components/ui/lazily";

const MfaSetup = lazily(async () => (await import("@/components/shared/mfa-setup")).MfaSetup);

interface Props {
  /** `free`: 2FA is off and not required. */
  state: "due" | "on" | "free";
  /** End of the grace period, or null if over or not required. */
  due: string | null;
  sheetTitle: string;
  /** Null if the account has no passkey. */
  passkey: Pick<PasskeyActions, "start" | "finish"> | null;
  actions: {
    start: (input: Record<string, never>) => Promise<Outcome<MfaMaterial>>;
    enable: (input: { code: string }) => Promise<Outcome<unknown>>;
    signOut: (input: Record<string, never>) => Promise<Outcome<unknown>>;
  };
}

/** Reloads, so that every page checks the user again. */
const goOn = () => window.location.assign("/account");

export function TwoFactorSetup({ state, due, sheetTitle, passkey, actions }: Props) {
  const t = useTranslations("public.twoFactor");
  const withProof = useStepUp();
  const call = useCall();
  const [material, setMaterial] = useState<MfaMaterial | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const start = () =>
    startTransition(async () => {
      const result = await withProof(() => actions.start({}));
      setError(result.ok ? null : result.error);
      if (result.ok) setMaterial(result.value);
    });
  const leave = () =>
    startTransition(async () => {
      await call(() => actions.signOut({}));
      window.location.assign("/login");
    });
  if (material) {
    return (
      <>
        <h1>{t("title")}</h1>
        <MfaSetup material={material} heading="h2" sheetTitle={sheetTitle} enable={actions.enable} onDone={goOn} />
      </>
    );
  }
  if (state !== "due") {
    return (
      <>
        <h1>{t(state === "on" ? "doneTitle" : "freeTitle")}</h1>
        <p className="text-muted">{t(state === "on" ? "doneText" : "freeText")}</p>
        <Button variant="primary" onClick={goOn}>
          {t("continue")}
        </Button>
      </>
    );
  }
  return (
    <>
      <div className="grid gap-3">
        <h1>{t("title")}</h1>
        <p className="text-muted">{t("text")}</p>
        <p>{due ?? t("over")}</p>
      </div>
      <FormError error={error} />
      <div className="grid gap-3">
        <Button variant="primary" pending={isPending} pendingLabel={t("preparing")} onClick={start}>
          {t("start")}
        </Button>
        {due ? <Button onClick={goOn}>{t("later")}</Button> : null}
      </div>
      {passkey ? (
        <div className="grid gap-3 border-t pt-4">
          <p className="text-muted text-sm">{t("passkey")}</p>
          <PasskeyAgain passkey={passkey} />
        </div>
      ) : null}
      <Button variant="ghost" onClick={leave}>
        {t("signOut")}
      </Button>
    </>
  );
}

function PasskeyAgain({ passkey }: { passkey: Pick<PasskeyActions, "start" | "finish"> }) {
  const t = useTranslations("passkeys");
  return (
    <PasskeyButton {...passkey} onDone={goOn}>
      {t("use")}
    </PasskeyButton>
  );
}
