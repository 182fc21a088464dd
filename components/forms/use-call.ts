"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { readOtherAddress } from "@/lib/values/other-address";
import type { Outcome } from "./outcome";

const signedOutEvent = "foyer:signed-out";

/** Calls back when an action fails because the session ended. Returns an unsubscribe function. */
export function onSignedOut(listener: () => void): () => void {
  window.addEventListener(signedOutEvent, listener);
  return () => window.removeEventListener(signedOutEvent, listener);
}

/** Turns network errors, outdated servers and other origins into outcomes, because a throw would lose input. */
export function useCall() {
  const errors = useTranslations("errors");
  return useCallback(
    async <Value>(act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
      try {
        const outcome = await act();
        if (!outcome.ok && outcome.error.code === "unauthenticated") window.dispatchEvent(new Event(signedOutEvent));
        return outcome;
      } catch (thrown) {
        const address = thrown instanceof Error ? readOtherAddress(thrown.message) : null;
        const refuse = (code: string, message: string) => ({
          ok: false as const,
          error: { code, message, requestId: "" },
        });
        if (address !== null) return refuse("other_address", errors("other_address", { address }));
        const code = unstable_isUnrecognizedActionError(thrown) ? "outdated" : "network";
        return refuse(code, errors(code));
      }
    },
    [errors],
  );
}
