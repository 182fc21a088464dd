"use client";

import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { useWebAuthn } from "../../../components/shared/browser";
import { PasskeyButtonLooks } from "../../../components/shared/passkey-button";
import { type PasskeyActions, usePasskey } from "../../../components/shared/use-passkey";

/** Questions are good for five minutes; a sign-in page may stay open for longer. */
const renewMilliseconds = 4 * 60 * 1000;

/**
 * Signing in without a password: by a button, and among the browser's suggestions for the field with
 * `autocomplete="username webauthn"`, which must be on the page.
 */
export function PasskeySignIn(actions: PasskeyActions) {
  const t = useTranslations("passkeys");
  const passkey = usePasskey(actions);
  const isSupported = useWebAuthn();
  const suggest = useEffectEvent(passkey.suggest);
  useEffect(() => {
    // One question at a time: the button's takes the place of the suggestions.
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
