"use client";

import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { useState } from "react";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { askPasskey, type NoAnswer } from "./browser";

export interface PasskeyActions {
  start: (input: Record<string, never>) => Promise<Outcome<PublicKeyCredentialRequestOptionsJSON>>;
  finish: (answer: { response: AuthenticationResponseJSON }) => Promise<Outcome<unknown>>;
  onDone: () => void;
  /** Return true if the error is handled. */
  onRefusal?: (error: Refusal) => boolean;
}

export function usePasskey({ start, finish, onDone, onRefusal }: PasskeyActions) {
  const call = useCall();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Refusal | null>(null);
  const [noAnswer, setNoAnswer] = useState<NoAnswer | null>(null);
  const refused = (refusal: Refusal) => {
    setPending(false);
    if (!onRefusal?.(refusal)) setError(refusal);
  };
  const handIn = async (response: AuthenticationResponseJSON) => {
    const outcome = await call(() => finish({ response }));
    // Stays pending after success until the page is left.
    if (outcome.ok) onDone();
    else refused(outcome.error);
  };
  const askInDialog = async () => {
    const question = await call(() => start({}));
    if (!question.ok) return refused(question.error);
    const answered = await askPasskey(question.value);
    if (answered.ok) return handIn(answered.answer);
    setPending(false);
    setNoAnswer(answered.reason);
  };
  return {
    isPending,
    error,
    noAnswer,
    ask: () => {
      setPending(true);
      setError(null);
      setNoAnswer(null);
      void askInDialog();
    },
    /** Doesn't report missing passkeys, because the user didn't ask. */
    suggest: async (isWanted: () => boolean) => {
      const question = await call(() => start({}));
      if (!question.ok || !isWanted()) return;
      const answered = await askPasskey(question.value, { asSuggestion: true });
      if (!answered.ok) return;
      setPending(true);
      setError(null);
      setNoAnswer(null);
      await handIn(answered.answer);
    },
  };
}
