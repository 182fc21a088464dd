"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { readOtherAddress } from "@/lib/values/other-address";
import type { Outcome } from "./outcome";

const signedOutEvent = "foyer:signed-out";

/** Hears when an action was refused because the session is over. Returns what stops listening. */
export function onSignedOut(listener: () => void): () => void {
  window.addEventListener(signedOutEvent, listener);
  return () => window.removeEventListener(signedOutEvent, listener);
}

/**
 * Calls a server action. A network that is away, a server that was replaced by a newer one since the page was opened,
 * and a page at another address than the server's own are outcomes like any other: a throw would take the page down,
 * and what was typed with it.
 */
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
