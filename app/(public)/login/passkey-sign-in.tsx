"use client";

import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { useWebAuthn } from "@/components/shared/browser";
import { PasskeyButtonLooks } from "@/components/shared/passkey-button";
import { type PasskeyActions, usePasskey } from "@/components/shared/use-passkey";

/** Challenges last five minutes, but the page may stay open longer. */
const renewMilliseconds = 4 * 60 * 1000;

/** Requires a field with `autocomplete="username webauthn"` on the page. */
export function PasskeySignIn(actions: PasskeyActions) {
  const t = useTranslations("passkeys");
  const passkey = usePasskey(actions);
  const isSupported = useWebAuthn();
  const suggest = useEffectEvent(passkey.suggest);
  useEffect(() => {
    // Allows one request at a time: the button's replaces the suggestions.
    if (passkey.isPending) return;
    let isOver = false;
    const offer = async () => {
      if (await browserSupportsWebAuthnAutofill()) await suggest(() => !isOver);
    };
    void offer();
    const timer = setInterval(() => void offer(), renewMilliseconds);
    return () => {
      isOver = true;
      clearInterval(timer);
      WebAuthnAbortService.cancelCeremony();
    };
  }, [passkey.isPending]);
  if (!isSupported) return null;
  return (
    <div data-other-way className="grid gap-5">
      <p
        aria-hidden
        className="flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
      >
        {t("or")}
      </p>
      <PasskeyButtonLooks passkey={passkey}>{t("signIn")}</PasskeyButtonLooks>
    </div>
  );
}
